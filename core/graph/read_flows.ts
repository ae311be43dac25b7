import type { Diagnostic } from "../lint/diagnostic.ts";
import { FlowClasses } from "./class/flow_class.ts";
import { makeGraph } from "./class/flow_graph.ts";
import type { FlowClass } from "./class/flow_class.ts";
import type { Graph, GraphProblem } from "./graph.ts";
import { moduleUses } from "./rights/module_uses.ts";
import { Rights } from "./rights/rights.ts";
import { Evaluator } from "./source/evaluate.ts";
import { SourceFiles, type SourceModule } from "./source/files.ts";
import { Lookup } from "./source/lookup.ts";
import { FlowError } from "../../store/error.ts";
import { absolutePath } from "../../store/path.ts";

/** What a file holds, as far as flows go. */
export interface SourceResult {
  /** One for each flow class that the file declares, in source order. */
  graphs: Graph[];
  /** Syntax errors, and classes that cannot be read. The linter adds the rest. */
  diagnostics: Diagnostic[];
}

/** Options of {@linkcode readFlows}. */
export interface ReadOptions {
  /** Modules that are parsed already, to share the work. */
  files?: SourceFiles;
}

/**
 * Reads the flows that a file declares from its source, without running any of it. Base classes,
 * constants and helper functions in other local files are followed.
 *
 * @param file The path of a TypeScript or JavaScript file.
 * @throws {FlowError} If there is no such file.
 */
export async function readFlows(file: string, options: ReadOptions = {}): Promise<SourceResult> {
  const path = absolutePath(file);
  const files = options.files ?? await SourceFiles.open(path);
  const module = files.load(path);
  if (module === null) {
    throw new FlowError("file-missing", `Cannot read "${file}": there is no such file`, {
      hint: "Give the path of the file that declares the flow.",
      exitCode: 2,
    });
  }
  const result: SourceResult = { graphs: [], diagnostics: [] };
  try {
    readModule(module, files, result);
  } catch (error) {
    // Recursion follows the nesting of the source, which can be deeper than the stack.
    if (!(error instanceof RangeError)) throw error;
    result.diagnostics.push(
      syntaxError(module, "The source is nested too deeply to be read", 1, 1),
    );
  }
  for (const { path, errors } of files.loaded()) {
    for (const { message, line, column } of errors) {
      result.diagnostics.push(syntaxError({ path }, message, line, column));
    }
  }
  return result;
}

function readModule(module: SourceModule, files: SourceFiles, result: SourceResult): void {
  const lookup = new Lookup(files);
  const evaluator = new Evaluator(lookup);
  const classes = new FlowClasses({ lookup, evaluator });
  const rights = new Rights(lookup, evaluator);
  const found: { flow: FlowClass; exported: Graph["exported"] }[] = [];
  for (const [name, declaration] of module.bindings.declarations) {
    if (declaration.kind !== "class") continue;
    const flow = classes.of({ kind: "local", module, name, declaration });
    if (flow !== null) found.push({ flow, exported: exportOf(module, name) });
    else {
      const problem = classes.hiddenBase(declaration.node, module);
      if (problem !== null) result.diagnostics.push(fromProblem(problem));
    }
  }
  const bases = new Set(found.map(({ flow }) => flow.base));
  const flows = found.filter(({ flow, exported }) => isFlow(flow, exported, bases));
  if (flows.length === 0) return;
  const onLoad = moduleUses(module, files, rights);
  for (const { flow, exported } of flows) {
    result.graphs.push(makeGraph(flow, exported, { evaluator, rights }, onLoad));
  }
}

/** A class that only serves as a base of others is no flow by itself. */
function isFlow(
  flow: FlowClass,
  exported: Graph["exported"],
  bases: ReadonlySet<FlowClass | null>,
): boolean {
  if (flow.node.type === "ClassDeclaration" && flow.node.abstract) return false;
  if (!bases.has(flow) || exported === "default") return true;
  const names = new Set(flow.members.map((one) => one.kind === "method" ? one.name : ""));
  return exported === "named" && names.has("start") && names.has("end");
}

function exportOf(module: SourceModule, name: string): Graph["exported"] {
  let exported: Graph["exported"] = "none";
  for (const [key, target] of module.bindings.exports) {
    if (!("local" in target) || target.local !== name) continue;
    if (key === "default") return "default";
    exported = "named";
  }
  return exported;
}

function fromProblem({ rule, message, hint, step, location }: GraphProblem): Diagnostic {
  return { rule, severity: "error", message, ...location, step, hint };
}

function syntaxError(
  { path }: { path: string },
  message: string,
  line: number,
  column: number,
): Diagnostic {
  return {
    rule: "syntax",
    severity: "error",
    message,
    file: path,
    line,
    column,
    step: null,
    hint: "Correct the syntax; the flow cannot be read before.",
  };
}
