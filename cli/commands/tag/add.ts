import { defineCommand } from "../../framework/command.ts";
import { openReader } from "../../results/reader.ts";
import { findRun } from "../../results/target.ts";
import { showTags } from "../../results/show_tags.ts";

export default defineCommand({
  description: "Adds tags to a run. A tag `pin` keeps it from being removed by flow store gc.",
  examples: ["tag add GenreStats/7 best pin"],
  options: {},
  positionals: {
    run: { help: "a run; a flow's name stands for its newest", required: true, complete: "run" },
    tags: { kind: "rest", help: "the tags", required: true },
  },
  async run({ positionals, globals, out }) {
    const reader = await openReader(globals);
    const { run } = await findRun(reader, positionals.run);
    await reader.changeTags(run, { add: positionals.tags });
    return await showTags(reader, run, globals, out);
  },
});
