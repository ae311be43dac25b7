import { offerDecorators } from "../flow_file/built_in_decorators.ts";
import { defineCommand } from "../framework/command.ts";
import { usageError } from "../framework/usage_error.ts";
import { openReader } from "../results/reader.ts";
import { findTarget, taskPath } from "../results/target.ts";
import { driveRun } from "../run/drive.ts";
import { RUN_OPTIONS, toRunOptions } from "../run/run_options.ts";

export default defineCommand({
  description: "Runs one step again, alone, on what a past task began with.\n" +
    "It makes a run of its own and leaves the past one as it is.",
  examples: [
    "step GenreStats/7/score/12",
    "step GenreStats/7/gather --inspect",
    "step GenreStats/7/score/12 --file fixed/flow.ts",
  ],
  options: {
    file: {
      kind: "text",
      value: "FILE",
      complete: "flow-file",
      help: "the flow's file, if not the one that the run was started from",
    },
    ...RUN_OPTIONS,
  },
  positionals: {
    pathspec: {
      help: "Flow/7/step/12, or Flow/7/step where the step has one task",
      required: true,
      complete: "pathspec",
    },
  },
  async run({ options, positionals: { pathspec }, globals, out, err }) {
    offerDecorators();
    const target = await findTarget(await openReader(globals), pathspec);
    if (target.step === undefined) {
      throw usageError(
        `"${pathspec}" names no step`,
        `Name one of its steps, such as ${target.run.run}/STEP.`,
      );
    }
    const path = target.task ? taskPath(target.task) : `${target.run.run}/${target.step}`;
    const { runStep } = await import("../../core/runtime/resume.ts");
    const { file } = options;
    const runOptions = await toRunOptions(options, globals);
    const show = {
      sketch: null,
      verbose: options.verbose,
      globals,
      out,
      err,
      resume: () => null,
    };
    return await driveRun(
      show,
      async (to) =>
        await runStep({
          ...runOptions,
          pathspec: path,
          ...(file === undefined ? {} : { file }),
          ...to,
        }),
    );
  },
});
