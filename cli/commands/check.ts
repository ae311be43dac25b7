import type { Diagnostic } from "../../core/lint/diagnostic.ts";
import { readFlows } from "../flow_file/read_flow.ts";
import { countDiagnostics, diagnosticLines } from "../flow_file/show_diagnostics.ts";
import { defineCommand } from "../framework/command.ts";
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
    const { graphs, diagnostics } = await readFlows(positionals.file);
    if (globals.json) out.json(diagnostics.map(view));
    else {
      for (const line of diagnosticLines(diagnostics, err.colours)) err.line(line);
      if (diagnostics.length > 0) err.line(countDiagnostics(diagnostics));
      else if (!globals.quiet) {
        const names = graphs.map(({ flow }) => safeText(flow)).join(", ");
        const steps = graphs.reduce((sum, graph) => sum + graph.steps.length, 0);
        out.line(`${colours.green("✓")} ${names}: ${plural(steps, "step")}, no mistakes`);
      }
    }
    return diagnostics.some(({ severity }) => severity === "error") ? 2 : 0;
  },
});

function view({ rule, severity, message, file, line, column, step, hint }: Diagnostic) {
  return { rule, severity, message, file, line, column, step, ...(hint ? { hint } : {}) };
}
