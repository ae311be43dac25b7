import type { Reader } from "../../core/client/reader.ts";
import { type Failure, KEPT_FAILURES } from "../progress/model.ts";
import { logTasks } from "./log_lines.ts";

const TAIL_LINES = 10;

/** The first tasks of a run that failed, each with its error and the end of its log. */
export async function findFailures(reader: Reader, run: string): Promise<Failure[]> {
  const tasks = await reader.tasks(run, { status: "failed", limit: KEPT_FAILURES });
  return await Promise.all(tasks.map(async ({ step, number, attempt }) => {
    const attempts = await reader.attempts(run, number);
    return {
      step,
      task: String(number),
      attempt,
      error: attempts.at(-1)?.error ?? null,
      tail: await logTail(reader, run, number, attempt),
    };
  }));
}

/** The last lines that an attempt printed. */
export async function logTail(
  reader: Reader,
  run: string,
  task: number,
  attempt: number,
): Promise<string[]> {
  const tail: string[] = [];
  for await (const { text } of logTasks(reader, run, { task }, { streams: null, attempt })) {
    tail.push(text);
    if (tail.length > TAIL_LINES) tail.shift();
  }
  return tail;
}
