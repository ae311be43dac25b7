import { defineCommand } from "../../framework/command.ts";
import { openReader } from "../../results/reader.ts";
import { findRun } from "../../results/target.ts";
import { showTags } from "../../results/show_tags.ts";

export default defineCommand({
  description: "Removes tags from a run. Those that Flow itself gave stay.",
  examples: ["tag remove GenreStats/7 best"],
  options: {},
  positionals: {
    run: { help: "a run; a flow's name stands for its newest", required: true, complete: "run" },
    tags: { kind: "rest", help: "the tags", required: true, complete: "tag" },
  },
  async run({ positionals, globals, out }) {
    const reader = await openReader(globals);
    const { run } = await findRun(reader, positionals.run);
    await reader.changeTags(run, { remove: positionals.tags });
    return await showTags(reader, run, globals, out);
  },
});
