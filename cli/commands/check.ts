import type { Diagnostic } from "../../core/lint/diagnostic.ts";
import { FlowError } from "../../store/error.ts";
import { splitFlowName } from "../flow_file/flow_name.ts";
import { defineCommand } from "../framework/command.ts";
import { suggest } from "../framework/suggest.ts";
import { countDiagnostics, diagnosticLines } from "../flow_file/show_diagnostics.ts";
import { safeText } from "../terminal/safe_text.ts";
import { plural } from "../terminal/units.ts";

export default defineCommand({
  description: "Finds mistakes in the flows of a file, without running any of it.\n" +
    "Ends with 2 where there are errors; warnings alone do not keep a flow from running.",
  examples: ["check flow.ts", "check flow.ts:GenreStats --json"],
  options: {},
  positionals: {
    file: { help: "FILE or FILE:ClassName", required: true, complete: "flow-file" },
  },
  async run({ positionals, globals, out, err, colours }) {
    const { analyse } = await import("../../core/lint/analysis.ts");
    const { decoratorsComeFrom } = await import("../../core/lint/known_decorators.ts");
    decoratorsComeFrom(() => import("../../plugins/decorators/mod.ts"));
    const { path, className } = splitFlowName(positionals.file);
    const { graphs, diagnostics: all } = await analyse(path);
    const names = graphs.map(({ flow }) => flow);
    if (className !== undefined && !names.includes(className)) {
      throw noFlow(path, className, names);
    }
    const diagnostics = all.filter(({ flow }) =>
      className === undefined || !flow || flow === className
    );
    const failed = diagnostics.some(({ severity }) => severity === "error");
    if (names.length === 0 && !failed) throw noFlow(path, undefined, names);
    if (globals.json) out.json(diagnostics.map(view));
    else {
      for (const line of diagnosticLines(diagnostics, err.colours)) err.line(line);
      const checked = className ?? names.join(", ");
      if (diagnostics.length > 0) err.line(countDiagnostics(diagnostics));
      else if (!globals.quiet) {
        const steps = graphs.filter(({ flow }) => className === undefined || flow === className)
          .reduce((sum, graph) => sum + graph.steps.length, 0);
        out.line(
          `${colours.green("✓")} ${safeText(checked)}: ${plural(steps, "step")}, no mistakes`,
        );
      }
    }
    return failed ? 2 : 0;
  },
});

function view({ rule, severity, message, file, line, column, step, hint }: Diagnostic) {
  return { rule, severity, message, file, line, column, step, ...(hint ? { hint } : {}) };
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
