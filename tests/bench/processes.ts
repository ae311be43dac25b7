/** Processes that the bench has started and that have not ended. */
const running = new Set<Deno.ChildProcess>();

/** Starts a process that {@linkcode endAll} ends where the bench is interrupted. */
export function start(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const child = new Deno.Command(program, options).spawn();
  running.add(child);
  child.status.finally(() => running.delete(child));
  return child;
}

/** Ends all that were started, and waits for it. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(async (child) => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await child.status;
  }));
}
