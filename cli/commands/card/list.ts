import { withCards } from "../../cards/find_card.ts";
import { defineCommand } from "../../framework/command.ts";
import { taskPath } from "../../results/target.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatTable } from "../../terminal/table.ts";
import { formatBytes, formatTime } from "../../terminal/units.ts";

export default defineCommand({
  description: "Lists the cards of a task, a step or a run.",
  examples: ["card list GenreStats/7", "card list GenreStats/7/score/12 --json"],
  options: {},
  positionals: {
    pathspec: {
      help: "Flow (its newest run), Flow/7, Flow/7/step or Flow/7/step/12",
      required: true,
      complete: "pathspec",
    },
  },
  async run({ positionals, globals, out, err, colours }) {
    const cards = await withCards(globals, positionals.pathspec, (found) => Promise.resolve(found));
    if (globals.json) {
      out.json(cards.map(({ task, attempt, id, type, revision, time, content }) => ({
        task: taskPath(task),
        attempt,
        id,
        type,
        revision,
        time: new Date(time).toISOString(),
        size: content?.size ?? 0,
      })));
      return 0;
    }
    const rows = cards.map(({ task, attempt, id, type, time, content }) => [
      safeText(taskPath(task)),
      String(attempt),
      safeText(id),
      safeText(type),
      formatTime(time),
      formatBytes(content?.size ?? 0),
    ]);
    const columns = [
      { title: "task", shrink: true },
      { title: "attempt", align: "right" },
      { title: "id" },
      { title: "type" },
      { title: "changed" },
      { title: "size", align: "right" },
    ] as const;
    for (const line of formatTable(columns, rows, Infinity, colours.dim)) out.line(line);
    if (cards.length === 0 && !globals.quiet) {
      err.line("No cards. A step has one where @card stands on it.");
    }
    return 0;
  },
});
