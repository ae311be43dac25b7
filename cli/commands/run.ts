import { offerDecorators } from "../flow_file/built_in_decorators.ts";
import type { Graph } from "../../core/graph/graph.ts";
import { parameterHelp, parameterOptions } from "../flow_file/flow_options.ts";
import { givenParameters } from "../flow_file/given_parameters.ts";
import { onlyFlow, readFlows } from "../flow_file/read_flow.ts";
import { warningLines } from "../flow_file/show_diagnostics.ts";
import { defineCommand, type OptionTable, type OptionValues } from "../framework/command.ts";
import { GLOBAL_OPTIONS } from "../framework/globals.ts";
import { assignPositionals, parseOptions } from "../framework/parse.ts";
import { quoteArgument } from "../../core/client/commands.ts";
import { driveRun } from "../run/drive.ts";
import { RUN_OPTIONS, toRunOptions } from "../run/run_options.ts";

const options = {
  ...RUN_OPTIONS,
  config: {
    kind: "list",
    value: "NAME=PATH",
    complete: "file",
    help: "the file of a config; the same as --NAME PATH",
  },
} as const satisfies OptionTable;

const reserved: OptionTable = { ...options, ...GLOBAL_OPTIONS };
const positionals = {
  file: {
    help: "FILE, or FILE:ClassName where it holds several flows",
    required: true,
    complete: "flow-file",
  },
} as const;

export default defineCommand({
  description: "Checks a flow and runs it. Its parameters are options: minVotes is --min-votes.",
  examples: [
    "run flow.ts",
    "run flow.ts --help",
    "run flow.ts --min-votes 500 --tag nightly",
    "run flow.ts:GenreStats --with retry:times=4 --max-workers 8 --json",
  ],
  options,
  positionals,
  open: true,
  async help({ positionals: { file } }) {
    const graph = onlyFlow(await readFlows(file), file);
    return graph === undefined ? [] : [parameterHelp(graph, reserved)];
  },
  async run({ args, positionals: { file }, globals, out, err, early }) {
    offerDecorators();
    const { loadFlow } = await import("../../core/runtime/run/load_flow.ts");
    const { startRun } = await import("../../core/runtime/run.ts");
    const loaded = await loadFlow(file);
    const { graph, warnings } = loaded;
    const { own, params, configs } = readArguments(args, graph);
    if (!globals.quiet) {
      for (const line of warningLines(warnings, err.colours)) err.line(line);
    }
    const runOptions = await toRunOptions(own, globals);
    const show = {
      sketch: graph,
      verbose: own.verbose,
      globals,
      out,
      err,
      resume: (run: string) => `flow resume ${quoteArgument(file)} --run ${run}`,
    };
    return await driveRun(
      show,
      async (to) =>
        await startRun({
          ...runOptions,
          file,
          loaded,
          params,
          configs,
          prespawned: early?.take() ?? null,
          ...to,
        }),
    );
  },
});

/** The whole command line, now that the flow has told its parameters. */
function readArguments(args: readonly string[], graph: Graph) {
  const { values, given, words } = parseOptions(args, {
    ...parameterOptions(graph, reserved),
    ...reserved,
  });
  assignPositionals(words, positionals);
  const own = values as unknown as OptionValues<typeof options>;
  return { own, ...givenParameters(graph, values, given, own.config, reserved) };
}
