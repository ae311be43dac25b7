import type { Reader, RunInfo } from "../../core/client/reader.ts";
import { codeFiles, compareRuns, objectOf } from "../compare/compare_runs.ts";
import { showDifference, showFileDifference } from "../compare/show_difference.ts";
import { defineCommand } from "../framework/command.ts";
import { openReader } from "../results/reader.ts";
import { findRun } from "../results/target.ts";
import type { Output } from "../terminal/output.ts";

export default defineCommand({
  description: "Compares two runs: parameters, artifacts at their ends, code and durations.",
  examples: ["diff GenreStats/7 GenreStats/8", "diff GenreStats/7 GenreStats --code"],
  options: {
    code: { kind: "flag", help: "show the changed lines of code too" },
  },
  positionals: {
    before: { help: "a run", required: true, complete: "run" },
    after: {
      help: "another; a flow's name stands for its newest",
      required: true,
      complete: "run",
    },
  },
  async run({ options, positionals, globals, out }) {
    const reader = await openReader(globals);
    const before = await findRun(reader, positionals.before);
    const after = await findRun(reader, positionals.after);
    const difference = await compareRuns(reader, before, after);
    if (globals.json) out.json(difference);
    else {
      showDifference(difference, out);
      if (options.code) await showCode(reader, before, after, difference.code, out);
    }
    return 0;
  },
});

async function showCode(
  reader: Reader,
  before: RunInfo,
  after: RunInfo,
  { changed, added, removed }: { changed: string[]; added: string[]; removed: string[] },
  out: Output,
): Promise<void> {
  const old = await texts(reader, before, [...changed, ...removed]);
  const now = await texts(reader, after, [...changed, ...added]);
  for (const path of [...changed, ...added, ...removed].sort()) {
    out.line();
    showFileDifference(path, old.get(path) ?? "", now.get(path) ?? "", out);
  }
}

async function texts(
  reader: Reader,
  run: RunInfo,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { path, digest, size } of await codeFiles(reader, run)) {
    if (!paths.includes(path)) continue;
    const bytes = await reader.bytes(objectOf(run.run, digest, size));
    found.set(path, new TextDecoder().decode(bytes));
  }
  return found;
}
