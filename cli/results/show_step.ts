import type { Reader } from "../../core/client/reader.ts";
import type { Output } from "../terminal/output.ts";
import { safeText } from "../terminal/safe_text.ts";
import { formatTable } from "../terminal/table.ts";
import { formatDuration, plural } from "../terminal/units.ts";
import { statusWord } from "./status_word.ts";

const SHOWN = 50;

/** Tells people of the tasks of a step: those that failed first. */
export async function showStep(
  reader: Reader,
  run: string,
  step: string,
  out: Output,
): Promise<void> {
  const { colours } = out;
  const failed = await reader.tasks(run, { step, status: "failed", limit: SHOWN });
  const others = await reader.tasks(run, { step, limit: SHOWN + failed.length });
  const tasks = [...failed, ...others.filter(({ status }) => status !== "failed")].slice(0, SHOWN);
  const info = (await reader.steps(run)).find((one) => one.step === step);
  const total = Object.values(info?.tasks ?? {}).reduce((sum, count) => sum + count, 0);
  out.line(`${colours.bold(safeText(`${run}/${step}`))}: ${plural(total, "task")}`);
  const now = Date.now();
  const rows = tasks.map(({ number, status, attempt, started, finished, origin }) => [
    String(number),
    statusWord(status, colours),
    String(attempt),
    started === null ? "" : formatDuration((finished ?? now) - started),
    origin === null ? "" : `taken over from ${safeText(origin)}`,
  ]);
  const columns = [
    { title: "task", align: "right" as const },
    { title: "status" },
    { title: "attempt", align: "right" as const },
    { title: "took", align: "right" as const },
    { title: "" },
  ];
  for (const line of formatTable(columns, rows, Infinity, colours.dim)) out.line(`  ${line}`);
  if (total > tasks.length) {
    out.line(colours.dim(`  … and ${plural(total - tasks.length, "task")} more; --json lists all`));
  }
}
