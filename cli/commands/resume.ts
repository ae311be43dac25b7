import { offerDecorators } from "../flow_file/built_in_decorators.ts";
import { defineCommand } from "../framework/command.ts";
import { warningLines } from "../flow_file/show_diagnostics.ts";
import { quoteArgument } from "../../core/client/commands.ts";
import { driveRun } from "../run/drive.ts";
import { RUN_OPTIONS, toRunOptions } from "../run/run_options.ts";

export default defineCommand({
  description: "Starts a new run that takes over what a past run finished, and runs the rest.\n" +
    "Parameters are those of the past run. Code may have been mended in between.",
  examples: [
    "resume flow.ts",
    "resume flow.ts --run GenreStats/7",
    "resume flow.ts gather --run GenreStats/7",
  ],
  options: {
    run: {
      kind: "text",
      value: "RUN",
      complete: "run",
      help: "the run to go on from; else the newest of the flow",
    },
    ...RUN_OPTIONS,
  },
  positionals: {
    file: { help: "FILE or FILE:ClassName", required: true, complete: "flow-file" },
    step: {
      help: "the step from which on all runs again; else only what did not finish",
      required: false,
      complete: "step",
    },
  },
  async run({ options, positionals: { file, step }, globals, out, err, early }) {
    offerDecorators();
    const { loadFlow } = await import("../../core/runtime/run/load_flow.ts");
    const { resumeRun } = await import("../../core/runtime/resume.ts");
    const loaded = await loadFlow(file);
    if (!globals.quiet) {
      for (const line of warningLines(loaded.warnings, err.colours)) err.line(line);
    }
    const runOptions = await toRunOptions(options, globals);
    const show = {
      sketch: loaded.graph,
      verbose: options.verbose,
      globals,
      out,
      err,
      resume: (run: string) => `flow resume ${quoteArgument(file)} --run ${run}`,
    };
    return await driveRun(show, async (to) =>
      await resumeRun({
        ...runOptions,
        file,
        loaded,
        ...(step === undefined ? {} : { step }),
        ...(options.run === undefined ? {} : { origin: options.run }),
        prespawned: early?.take() ?? null,
        ...to,
      }));
  },
});
