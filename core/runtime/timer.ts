/**
 * Calls something once, later. It is not `setTimeout`, whose first use in a process or Worker makes
 * Deno load 4 ms of Node's machinery. By itself it keeps no process alive: whoever waits holds a
 * socket or a child process.
 */
export class Timer {
  #cell = new Int32Array(new SharedArrayBuffer(4));
  #cancelled = false;

  /**
   * @param delay Milliseconds.
   * @param call What to call then, unless the timer is cancelled before.
   */
  constructor(delay: number, call: () => void) {
    // Nobody writes to the cell: the wait ends by its timeout, or by `cancel`.
    const end = Atomics.waitAsync(this.#cell, 0, 0, delay);
    void Promise.resolve(end.value).then(() => {
      if (!this.#cancelled) call();
    });
  }

  cancel(): void {
    this.#cancelled = true;
    Atomics.notify(this.#cell, 0);
  }
}
