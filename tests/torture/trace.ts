/**
 * The trace that tasks leave outside of the store: one line for each attempt that was begun, written
 * by one call so that no line is torn.
 *
 * @module
 */

/** An attempt that was begun. */
export interface Begun {
  /** Milliseconds since 1970. */
  time: number;
  /** `Flow/7` */
  run: string;
  step: string;
  task: number;
  attempt: number;
}

/** What is in a trace. */
export function readTrace(file: string): Begun[] {
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch {
    return [];
  }
  return text.split("\n").filter((line) => line !== "").map((line) => {
    const [time, pathspec, attempt] = line.split(" ");
    const [flow, number, step, task] = pathspec!.split("/");
    return {
      time: Number(time),
      run: `${flow}/${number}`,
      step: step!,
      task: Number(task),
      attempt: Number(attempt),
    };
  });
}
