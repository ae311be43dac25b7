import type { Reader } from "../../core/client/reader.ts";
import { defineCommand } from "../framework/command.ts";
import { usageError } from "../framework/usage_error.ts";
import { followRun, type LogLine, type LogSelection, logTasks } from "../results/log_lines.ts";
import { openReader } from "../results/reader.ts";
import { findTarget, type Target } from "../results/target.ts";
import type { Output } from "../terminal/output.ts";
import { safeLogLine, safeText } from "../terminal/safe_text.ts";
import { formatTime } from "../terminal/units.ts";

export default defineCommand({
  description: "Prints what tasks printed: of one task as it is, of several with their names.",
  examples: [
    "logs GenreStats/7/end/42",
    "logs GenreStats/7/score --stderr",
    "logs GenreStats --follow",
    "logs GenreStats/7/score/12 --attempt 1 --timestamps",
  ],
  options: {
    stdout: { kind: "flag", help: "only what went to the standard output" },
    stderr: { kind: "flag", help: "only what went to the standard error output" },
    follow: { kind: "flag", short: "f", help: "go on until the run (or task) has ended" },
    attempt: {
      kind: "count",
      value: "N",
      min: 1,
      help: "of that attempt of each task; else of its last",
    },
    timestamps: { kind: "flag", help: "begin each line with its time" },
    tail: { kind: "count", value: "N", min: 0, help: "only the last N lines" },
  },
  positionals: {
    pathspec: {
      help: "Flow (its newest run), Flow/7, Flow/7/step or Flow/7/step/12",
      required: true,
      complete: "pathspec",
    },
  },
  async run({ options, positionals, globals, out }) {
    if (options.follow && options.tail !== undefined) {
      throw usageError("Options --follow and --tail cannot be used together");
    }
    const reader = await openReader(globals);
    const target = await findTarget(reader, positionals.pathspec);
    const { stdout, stderr, attempt } = options;
    const streams: LogSelection["streams"] = stdout === stderr
      ? null
      : stdout
      ? ["stdout", "flow"]
      : ["stderr", "flow"];
    const selection = { streams, ...(attempt === undefined ? {} : { attempt }) };
    const lines = linesOf(reader, target, selection, options.follow);
    const names = target.task === undefined && await severalTasks(reader, target);
    const print = globals.json ? jsonPrinter(out, options.follow) : textPrinter(out, {
      names,
      timestamps: options.timestamps,
    });
    if (options.tail === undefined) { for await (const line of lines) print.line(line); }
    else for (const line of await lastOf(lines, options.tail)) print.line(line);
    print.end();
    return 0;
  },
});

function linesOf(
  reader: Reader,
  { run, step, task }: Target,
  selection: LogSelection,
  follow: boolean,
): AsyncGenerator<LogLine> {
  const of = { ...(step === undefined ? {} : { step }), ...(task ? { task: task.number } : {}) };
  return follow
    ? followRun(reader, run.run, of, selection)
    : logTasks(reader, run.run, of, selection);
}

async function severalTasks(reader: Reader, { run, step }: Target): Promise<boolean> {
  const query = step === undefined ? { limit: 2 } : { step, limit: 2 };
  return (await reader.tasks(run.run, query)).length > 1;
}

async function lastOf(lines: AsyncIterable<LogLine>, count: number): Promise<LogLine[]> {
  let last: LogLine[] = [];
  for await (const line of lines) {
    last.push(line);
    if (last.length > 2 * count + 100) last = last.slice(last.length - count);
  }
  return last.slice(last.length - Math.min(count, last.length));
}

interface Printer {
  line(line: LogLine): void;
  end(): void;
}

function textPrinter(out: Output, show: { names: boolean; timestamps: boolean }): Printer {
  const { colours } = out;
  return {
    line({ step, task, stream, time, text }) {
      const at = show.timestamps ? `${colours.dim(formatTime(time))} ` : "";
      const bar = stream === "stdout" ? colours.dim("│") : colours.yellow("│");
      const who = show.names ? `${colours.dim(`${safeText(step)}/${task}`)} ${bar} ` : "";
      const safe = safeLogLine(text, colours.on);
      out.line(at + who + (stream === "flow" ? colours.yellow(safe) : safe));
    },
    end() {},
  };
}

/** One list, or while following one line each. */
function jsonPrinter(out: Output, follow: boolean): Printer {
  let count = 0;
  return {
    line(line) {
      const json = JSON.stringify({ ...line, time: new Date(line.time).toISOString() });
      out.write(follow ? `${json}\n` : `${count++ === 0 ? "[" : ","}\n${json}`);
    },
    end() {
      if (!follow) out.write(count === 0 ? "[]\n" : "\n]\n");
    },
  };
}
