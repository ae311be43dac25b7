import type { Graph } from "../../core/graph/graph.ts";
import { onlyFlow, readFlows } from "../flow_file/read_flow.ts";
import { countDiagnostics } from "../flow_file/show_diagnostics.ts";
import { defineCommand } from "../framework/command.ts";
import { usageError } from "../framework/usage_error.ts";
import { safeLines } from "../terminal/safe_text.ts";

const FORMATS = ["text", "json", "dot", "mermaid", "svg"] as const;

export default defineCommand({
  description: "Draws the graph of a flow.",
  examples: [
    "show flow.ts",
    "show flow.ts --format svg > flow.svg",
    "show flow.ts:GenreStats --json",
  ],
  options: {
    format: { kind: "text", value: "FORMAT", choices: FORMATS, help: "how; else text" },
  },
  positionals: {
    file: { help: "FILE or FILE:ClassName", required: true, complete: "flow-file" },
  },
  async run({ options, positionals: { file }, globals, out, err }) {
    const { format = globals.json ? "json" : "text" } = options;
    if (globals.json && format !== "json") {
      throw usageError(`Option --json prints JSON only, which ${format} is not`);
    }
    const found = await readFlows(file);
    const graph = onlyFlow(found, file);
    if (graph === undefined) {
      const { CheckFailed } = await import("../../core/runtime/run/load_flow.ts");
      throw new CheckFailed(file, found.diagnostics);
    }
    out.write(await draw(graph, format));
    const errors = found.diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0 && !globals.quiet) {
      err.line(`The flow does not pass its check: ${countDiagnostics(errors)}. See flow check.`);
    }
    return 0;
  },
});

async function draw(graph: Graph, format: (typeof FORMATS)[number]): Promise<string> {
  const { toDot, toJson, toMermaid, toSvg, toText } = await import("../../core/graph/draw/mod.ts");
  switch (format) {
    case "text":
      return safeLines(toText(graph)).join("\n");
    case "json":
      return `${toJson(graph)}\n`;
    case "dot":
      return toDot(graph);
    case "mermaid":
      return toMermaid(graph);
    case "svg":
      return toSvg(graph);
  }
}
