import type { Reader, TaskInfo } from "../../core/client/reader.ts";
import { errorDetail } from "../progress/summary.ts";
import type { Output } from "../terminal/output.ts";
import { safeLogLine, safeText } from "../terminal/safe_text.ts";
import { formatTable } from "../terminal/table.ts";
import { formatBytes, formatDuration, formatTime } from "../terminal/units.ts";
import { logTail } from "./failures.ts";
import { statusWord } from "./status_word.ts";
import { taskPath } from "./target.ts";

/** Tells people of a task: its attempts and their errors, its artifacts, the end of its log. */
export async function showTask(reader: Reader, info: TaskInfo, out: Output): Promise<void> {
  const { colours } = out;
  const { run, number } = info;
  const line = (text: string) => out.line(`  ${text}`);
  out.line(`${colours.bold(safeText(taskPath(info)))} ${statusWord(info.status, colours)}`);
  if (info.origin !== null) line(`taken over from ${safeText(info.origin)}`);
  for (const { step, index, size } of await reader.frames(run, number)) {
    line(`item ${index + 1} of the ${size} that ${safeText(step)} split into`);
  }
  for (const attempt of await reader.attempts(run, number)) {
    const took = attempt.finished === null
      ? ""
      : `, took ${formatDuration(attempt.finished - attempt.started)}`;
    out.line();
    line(
      `attempt ${attempt.attempt} ${statusWord(attempt.status, colours)}: ` +
        `started ${formatTime(attempt.started)}${took}`,
    );
    if (attempt.error) {
      for (const text of errorDetail(attempt.error, colours)) line(`  ${text}`);
    }
  }
  const artifacts = await reader.artifacts(run, number);
  if (artifacts.length > 0) out.line();
  const rows = artifacts.map(({ name, kind, size, task }) => [
    safeText(name),
    kind,
    formatBytes(size),
    task === number ? "set here" : task === 0 ? "of the whole run" : `set by task ${task}`,
  ]);
  const columns = [
    { title: "artifact" },
    { title: "kind" },
    { title: "size", align: "right" as const },
    { title: "" },
  ];
  for (const text of formatTable(columns, rows, Infinity, colours.dim)) line(text);
  const tail = await logTail(reader, run, number, info.attempt);
  if (tail.length > 0) {
    out.line();
    line(colours.dim("the end of its log"));
    for (const text of tail) line(`${colours.dim("│")} ${safeLogLine(text, colours.on)}`);
  }
}
