import type { Graph, Step } from "../graph.ts";
import { edgesOf, shorten } from "./edges.ts";

/** The graph in the language of Graphviz. */
export function toDot(graph: Graph): string {
  const lines = [
    `digraph ${quote(graph.flow)} {`,
    "  rankdir=TB;",
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=10];',
  ];
  for (const step of graph.steps) {
    const attributes = [shapeOf(step), ...(step.doc === "" ? [] : [`tooltip=${quote(step.doc)}`])]
      .filter((attribute) => attribute !== "");
    const list = attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`;
    lines.push(`  ${quote(step.name)}${list};`);
  }
  for (const { from, to, kind, label } of edgesOf(graph)) {
    const text = kind === "foreach" ? "for each" : shorten(label, 40);
    const attributes = [
      ...(text === "" ? [] : [`label=${quote(text)}`]),
      ...(kind === "switch" ? ["style=dashed"] : []),
      ...(kind === "foreach" ? ["penwidth=2"] : []),
    ];
    const list = attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`;
    lines.push(`  ${quote(from)} -> ${quote(to)}${list};`);
  }
  return [...lines, "}", ""].join("\n");
}

function shapeOf({ transition, join }: Step): string {
  if (transition.kind === "switch") return "shape=diamond";
  return join ? "shape=invtrapezium" : "";
}

/** A quoted text: only the quote and the backslash mean something in it. */
function quote(text: string): string {
  // deno-lint-ignore no-control-regex -- names of steps can be any text
  const plain = text.replaceAll(/[\x00-\x1f\x7f]/g, " ");
  return `"${plain.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
