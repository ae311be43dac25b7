import { optionName } from "../flow/option_name.ts";
import type { Graph } from "../graph/graph.ts";
import type { RunInfo } from "./reader.ts";

/** Commands about a run, to be copied into a shell. */
export interface RunCommands {
  /** Takes over what it has finished, and runs the rest. */
  resume: string;
  /** Runs the flow again, with the same parameters. */
  again: string;
}

/**
 * The commands about a run, for the folder that its flow is in or any other.
 *
 * @param graph The flow's graph when it ran, as far as it is known.
 */
export function runCommands(
  run: Pick<RunInfo, "run" | "file" | "class" | "params" | "project">,
  graph: Partial<Graph> | null,
): RunCommands {
  const target = quoteArgument(`${run.file}:${run.class}`);
  const options = (graph?.parameters ?? [])
    // Of configs and files it is not kept where they came from.
    .filter(({ name, kind }) => kind === "param" && Object.hasOwn(run.params, name))
    .flatMap(({ name }) => optionsOf(name, run.params[name]));
  const branch = run.project?.production
    ? ["--production"]
    : run.project?.branch.startsWith("test.")
    ? ["--branch", quoteArgument(run.project.branch.slice(5))]
    : [];
  return {
    resume: `flow resume ${target} --run ${quoteArgument(run.run)}`,
    again: ["flow run", target, ...options, ...branch].join(" "),
  };
}

function optionsOf(name: string, value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const texts = Array.isArray(value) ? value : [value];
  return texts.map((one) => {
    const text = typeof one === "string" ? one : JSON.stringify(one);
    return `--${optionName(name)}=${quoteArgument(text)}`;
  });
}

/** A word of a command line that a shell takes as it stands. */
export function quoteArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
