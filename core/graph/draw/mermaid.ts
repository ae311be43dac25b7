import type { Graph, Step } from "../graph.ts";
import { edgesOf, shorten } from "./edges.ts";

/** The graph as a Mermaid flowchart, as Markdown pages show it. */
export function toMermaid(graph: Graph): string {
  const ids = new Map(graph.steps.map(({ name }, index) => [name, `s${index}`]));
  const lines = ["flowchart TD"];
  for (const step of graph.steps) lines.push(`  ${ids.get(step.name)}${shapeOf(step)}`);
  for (const { from, to, kind, label } of edgesOf(graph)) {
    const text = kind === "foreach" ? "for each" : shorten(label, 40);
    const arrow = kind === "foreach" ? "==>" : kind === "switch" ? "-.->" : "-->";
    const middle = text === "" ? "" : `|"${escape(text)}"|`;
    lines.push(`  ${ids.get(from)} ${arrow}${middle} ${ids.get(to)}`);
  }
  return lines.join("\n") + "\n";
}

function shapeOf({ name, transition, join }: Step): string {
  const text = `"${escape(name)}"`;
  if (transition.kind === "switch") return `{${text}}`;
  return join ? `[\\${text}/]` : `(${text})`;
}

/** Everything but letters, digits and spaces as a character number: nothing is left to mean more. */
function escape(text: string): string {
  // deno-lint-ignore no-control-regex -- names of steps can be any text
  return [...text.replaceAll(/[\x00-\x1f\x7f]/g, " ")].map((character) =>
    /[\p{L}\p{N} _.,-]/u.test(character) ? character : `#${character.codePointAt(0)};`
  ).join("");
}
