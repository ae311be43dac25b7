import { readFlows } from "../graph/read_flows.ts";
import { SourceFiles } from "../graph/source/files.ts";
import type { Project } from "../graph/source/project.ts";
import { localModules } from "../snapshot/modules.ts";
import type { AnalysedModule, Analysis } from "./analysis.ts";
import { digestOf } from "./analysis_cache.ts";
import { knownDecorators, loadDecorators } from "./known_decorators.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { lint } from "./lint.ts";

/**
 * Analyses a flow file from its source.
 *
 * @returns The analysis, and whether it depends on nothing but the files that it names.
 */
export async function analyseAfresh(
  file: string,
  project: Project,
): Promise<{ analysis: Analysis; complete: boolean }> {
  const files = await SourceFiles.open(file, project);
  const closure = localModules(file, files);
  const [{ graphs, diagnostics }, decorators] = await Promise.all([
    readFlows(file, { files }),
    loadDecorators().then(knownDecorators),
  ]);
  const all = [
    ...project.problems.map(configProblem),
    ...diagnostics,
    ...closure.diagnostics,
    ...graphs.flatMap((graph) => lint(graph, decorators)),
  ];
  const modules = await Promise.all(closure.modules.map(async (module): Promise<AnalysedModule> => {
    const { path, realPath, bytes, kind, specifiers } = module;
    return {
      path,
      realPath,
      digest: await digestOf(bytes),
      size: bytes.length,
      kind,
      specifiers,
      bytes: () => bytes,
    };
  }));
  const names = new Set(modules.map(({ path }) => path));
  // A base class can lie where no closure leads: behind an import that is refused.
  const complete = !closure.incomplete && files.loaded().every(({ path }) => names.has(path));
  return {
    analysis: { file, project, graphs, diagnostics: inOrder(all), modules },
    complete,
  };
}

function configProblem({ file, message }: Project["problems"][number]): Diagnostic {
  return {
    rule: "config-syntax",
    severity: "error",
    message: `Cannot read the configuration: ${message}`,
    file,
    line: 1,
    column: 1,
    step: null,
    hint: "Correct the file; imports cannot be resolved before.",
  };
}

/** By place, each once: a problem of a base class is one of all its flows. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const distinct = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const { rule, file, line, column, message, flow } = one;
    const key = JSON.stringify([rule, file, line, column, message, flow]);
    if (!distinct.has(key)) distinct.set(key, one);
  }
  return [...distinct.values()].sort((a, b) =>
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column ||
    (a.rule < b.rule ? -1 : 1)
  );
}
