import type { Reader } from "../../core/client/reader.ts";
import type { Failure } from "../progress/model.ts";
import { KEPT_FAILURES } from "../progress/model.ts";

const TAIL_LINES = 10;
const PAGE = 1000;

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
  let text = "";
  let after: number | undefined;
  for (;;) {
    const query = { attempt, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = await reader.logs(run, task, query);
    // Only the end is kept: a log may be long.
    text = lastLines(text + page.map((piece) => piece.text).join(""));
    after = page.at(-1)?.seq;
    if (page.length < PAGE) break;
  }
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function lastLines(text: string): string {
  let from = text.length - (text.endsWith("\n") ? 1 : 0);
  for (let i = 0; i < TAIL_LINES && from >= 0; i++) from = text.lastIndexOf("\n", from - 1);
  return from < 0 ? text : text.slice(from + 1);
}
