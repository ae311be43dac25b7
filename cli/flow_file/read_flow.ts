import type { Graph } from "../../core/graph/graph.ts";
import type { Diagnostic } from "../../core/lint/diagnostic.ts";
import { FlowError } from "../../store/error.ts";
import { suggest } from "../framework/suggest.ts";
import { offerDecorators } from "./built_in_decorators.ts";
import { splitFlowName } from "./flow_name.ts";

/** The flows that `FILE` or `FILE:ClassName` names, and what the check finds in them. */
export interface FoundFlows {
  graphs: Graph[];
  diagnostics: Diagnostic[];
}

/**
 * Reads the flows that `FILE` or `FILE:ClassName` names. They need not pass their check.
 *
 * @throws {FlowError} Where there is no such flow, and nothing that explains why.
 */
export async function readFlows(file: string): Promise<FoundFlows> {
  const { analyse } = await import("../../core/lint/analysis.ts");
  offerDecorators();
  const { path, className } = splitFlowName(file);
  const { graphs, diagnostics } = await analyse(path);
  const chosen = graphs.filter(({ flow }) => className === undefined || flow === className);
  const relevant = diagnostics.filter(({ flow }) => {
    return className === undefined || flow === undefined || flow === null || flow === className;
  });
  const explained = relevant.some(({ severity }) => severity === "error");
  if (chosen.length === 0 && (className !== undefined || !explained)) {
    throw noFlow(path, className, graphs.map(({ flow }) => flow));
  }
  return { graphs: chosen, diagnostics: relevant };
}

/**
 * The one flow of a file: the one that is named, the only one, or the default export.
 *
 * @throws {FlowError} Where there are several.
 */
export function onlyFlow({ graphs }: FoundFlows, file: string): Graph | undefined {
  const [first, second] = graphs;
  const preferred = graphs.filter(({ exported }) => exported === "default");
  if (second === undefined || preferred.length === 1) return preferred[0] ?? first;
  const names = graphs.map(({ flow }) => flow);
  throw new FlowError("flow-ambiguous", `"${file}" has several flows: ${names.join(", ")}`, {
    hint: `Name one of them: ${file}:${names[0]}`,
    exitCode: 2,
  });
}

function noFlow(path: string, className: string | undefined, names: string[]): FlowError {
  const near = className === undefined ? undefined : suggest(className, names);
  const hint = near !== undefined
    ? `Did you mean ${path}:${near}?`
    : names.length > 0
    ? `It has ${names.join(", ")}.`
    : 'A flow is an exported class that extends FlowSpec from "flow".';
  const what = className === undefined ? "no flow" : `no flow "${className}"`;
  return new FlowError("flow-missing", `"${path}" has ${what}`, { hint, exitCode: 2 });
}
