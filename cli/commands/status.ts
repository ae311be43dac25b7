import { defineCommand } from "../framework/command.ts";
import { openReader } from "../results/reader.ts";
import { showRun } from "../results/show_run.ts";
import { showStep } from "../results/show_step.ts";
import { showTask } from "../results/show_task.ts";
import { viewRun } from "../results/run_view.ts";
import { stepCounts, stepViews } from "../results/step_view.ts";
import { viewTask } from "../results/task_view.ts";
import { findTarget } from "../results/target.ts";

export default defineCommand({
  description: "Tells how a run, a step or a task went, and where and why it failed.",
  examples: [
    "status GenreStats",
    "status GenreStats/7 --json",
    "status GenreStats/7/score",
    "status GenreStats/7/score/12",
  ],
  options: {},
  positionals: {
    pathspec: {
      help: "Flow (its newest run), Flow/7, Flow/7/step or Flow/7/step/12",
      required: true,
      complete: "pathspec",
    },
  },
  async run({ positionals, globals, out }) {
    const reader = await openReader(globals);
    const { run, step, task } = await findTarget(reader, positionals.pathspec);
    if (task) {
      if (globals.json) out.json(await viewTask(reader, task));
      else await showTask(reader, task, out);
    } else if (step !== undefined) {
      if (globals.json) out.json(await stepViews(reader, run.run, step));
      else await showStep(reader, run.run, step, out);
    } else if (globals.json) {
      out.json({ ...await viewRun(reader, run), steps: await stepCounts(reader, run.run) });
    } else await showRun(reader, run, out);
    return 0;
  },
});
