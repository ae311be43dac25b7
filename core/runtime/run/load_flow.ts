import { FlowError } from "../../../store/error.ts";
import { absolutePath } from "../../../store/path.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Project } from "../../graph/source/project.ts";
import { analyse } from "../../lint/analysis.ts";
import type { Diagnostic } from "../../lint/diagnostic.ts";

/** A local module of a flow. */
export interface LoadedModule {
  path: string;
  /** `sha256:…` of the content. */
  digest: string;
  size: number;
  /** What it imports, and where that leads. */
  specifiers: readonly { target: { kind: string; specifier?: string } }[];
  /** Reads the content; it was checked when the flow was read. */
  bytes(): Uint8Array<ArrayBuffer>;
}

/** A flow that has passed its check. */
export interface LoadedFlow {
  /** Absolute. */
  file: string;
  graph: Graph;
  project: Project;
  modules: LoadedModule[];
  warnings: Diagnostic[];
}

/** A flow that has not. */
export class CheckFailed extends FlowError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(file: string, diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((one) => one.severity === "error").length;
    super(
      "check-failed",
      `${file} does not pass its check: ${errors} ${errors === 1 ? "error" : "errors"}`,
      { exitCode: 2 },
    );
    this.diagnostics = diagnostics;
  }
}

/**
 * Reads and checks the flow that `file` names, as `FILE` or `FILE:ClassName`.
 *
 * @throws {CheckFailed} Where the check finds errors.
 * @throws {FlowError} `flow-missing`, `flow-ambiguous`.
 */
export async function loadFlow(file: string): Promise<LoadedFlow> {
  const [, name, className] = /^(.*?)(?::([A-Za-z_$][\w$]*))?$/s.exec(file)!;
  const path = absolutePath(name!);
  const analysis = await analyse(path);
  const graph = chooseFlow(analysis.graphs, path, className, analysis.diagnostics);
  const relevant = analysis.diagnostics.filter((one) =>
    one.flow === undefined || one.flow === null || one.flow === graph.flow
  );
  if (relevant.some((one) => one.severity === "error")) throw new CheckFailed(name!, relevant);
  return {
    file: path,
    graph,
    project: analysis.project,
    modules: analysis.modules,
    warnings: relevant,
  };
}

function chooseFlow(
  graphs: readonly Graph[],
  file: string,
  className: string | undefined,
  diagnostics: readonly Diagnostic[],
): Graph {
  const names = graphs.map((graph) => graph.flow);
  const [first] = graphs;
  if (className !== undefined) {
    const found = graphs.find((graph) => graph.flow === className);
    if (found !== undefined) return found;
    throw new FlowError("flow-missing", `${file} has no flow "${className}"`, {
      hint: names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`,
      exitCode: 2,
    });
  }
  if (first === undefined) {
    if (diagnostics.some((one) => one.severity === "error")) {
      throw new CheckFailed(file, diagnostics);
    }
    throw new FlowError("flow-missing", `${file} has no flow`, {
      hint: 'A flow is an exported class that extends FlowSpec from "flow".',
      exitCode: 2,
    });
  }
  if (graphs.length === 1) return first;
  const preferred = graphs.filter((graph) => graph.exported === "default");
  if (preferred.length === 1) return preferred[0]!;
  throw new FlowError("flow-ambiguous", `${file} has several flows: ${names.join(", ")}`, {
    hint: `Name one of them: ${file}:${names[0]}`,
    exitCode: 2,
  });
}
