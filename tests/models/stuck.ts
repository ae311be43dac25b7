/** So long no run of these tests takes, however busy the machine is. */
const STUCK = 240_000;

/** Stops what listens to its signal after minutes, so that a run that is stuck is told as that. */
export class StuckGuard implements Disposable {
  readonly #stop = new AbortController();
  readonly #timer = setTimeout(() => this.#stop.abort(), STUCK);
  readonly signal = this.#stop.signal;

  /** Whether it had to stop something. */
  get stuck(): boolean {
    return this.signal.aborted;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
