import { loadRun } from "../../../core/client/load.ts";
import type { Reader } from "../../../core/client/reader.ts";
import { parsePathspec } from "../../../core/client/pathspec.ts";
import { defineCommand } from "../../framework/command.ts";
import { openReader } from "../../results/reader.ts";
import { showTags } from "../../results/show_tags.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatTable } from "../../terminal/table.ts";

const PAGE = 500;

export default defineCommand({
  description: "Lists the tags of a run; without one, all tags and how many runs have them.",
  examples: ["tag list GenreStats/7", "tag list", "tag list --system --json"],
  options: {
    system: { kind: "flag", help: "without a run: also the tags that Flow itself gives" },
  },
  positionals: {
    run: { help: "a run; a flow's name stands for its newest", required: false, complete: "run" },
  },
  async run({ options, positionals, globals, out, colours }) {
    const reader = await openReader(globals);
    if (positionals.run !== undefined) {
      const { flow, run = "latest" } = parsePathspec(positionals.run);
      return await showTags(reader, (await loadRun(reader, { flow, run })).run, globals, out);
    }
    const counts = await countTags(reader, options.system);
    const sorted = [...counts].map(([tag, runs]) => ({ tag, runs }))
      .sort((a, b) => b.runs - a.runs || (a.tag < b.tag ? -1 : 1));
    if (globals.json) out.json(sorted);
    else {
      const rows = sorted.map(({ tag, runs }) => [String(runs), safeText(tag)]);
      const columns = [{ title: "runs", align: "right" as const }, { title: "tag" }];
      for (const line of formatTable(columns, rows, Infinity, colours.dim)) out.line(line);
    }
    return 0;
  },
});

async function countTags(reader: Reader, system: boolean): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let after: string | undefined;
  for (;;) {
    const page = await reader.runs({ limit: PAGE, ...(after ? { after } : {}) });
    for (const { run } of page) {
      for (const tag of await reader.tags(run)) {
        if (tag.system && !system) continue;
        counts.set(tag.tag, (counts.get(tag.tag) ?? 0) + 1);
      }
    }
    after = page.at(-1)?.cursor;
    if (page.length < PAGE || after === undefined) return counts;
  }
}
