/**
 * Takes from the Worker's realm what a step has no use for and could do harm with. Rights are held
 * by Deno's permissions and the process; this only closes what those leave open.
 *
 * @param onExit Told when the step ends its own Worker, which Deno reports to nobody.
 */
export function harden(onExit: (code: number) => void): void {
  const internal = (Deno as unknown as { internal: symbol }).internal;
  delete (Deno as unknown as Record<symbol, unknown>)[internal];
  const stop = (code: unknown): never => {
    onExit(Math.trunc(Number(code)) || 0);
    // The trusted half ends this Worker; until then nothing more of the step may run.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  Object.defineProperty(Deno, "exit", { value: stop });
  Object.defineProperty(globalThis, "close", { value: () => stop(0) });
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, "process");
  if (descriptor?.get === undefined) return replaceExit(globalThis as never, stop);
  // Node's process loads on first use, which most steps never make.
  const get = descriptor.get;
  Object.defineProperty(globalThis, "process", {
    ...descriptor,
    get() {
      const process = get.call(globalThis);
      replaceExit({ process }, stop);
      return process;
    },
  });
}

function replaceExit(
  holder: { process?: Record<string, unknown> },
  stop: (code: unknown) => never,
): void {
  if (!holder.process || holder.process.exit === stop) return;
  for (const name of ["exit", "reallyExit", "abort"]) holder.process[name] = stop;
}
