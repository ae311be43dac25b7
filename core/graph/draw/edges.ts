import type { Graph, Step } from "../graph.ts";

/** A line of a drawing. */
export interface DrawnEdge {
  from: string;
  to: string;
  kind: "linear" | "branch" | "foreach" | "switch";
  /** The case of a switch, or "". */
  label: string;
}

/** All lines between steps that exist; several cases that lead to one step are one line. */
export function edgesOf(graph: Graph): DrawnEdge[] {
  const names = new Set(graph.steps.map(({ name }) => name));
  return graph.steps.flatMap(edgesFrom).filter(({ to }) => names.has(to));
}

function edgesFrom({ name: from, transition }: Step): DrawnEdge[] {
  switch (transition.kind) {
    case "linear":
      return [{ from, to: transition.target, kind: "linear", label: "" }];
    case "foreach":
      return [{ from, to: transition.target, kind: "foreach", label: "" }];
    case "branch":
      return transition.targets.map((to) => ({ from, to, kind: "branch", label: "" }));
    case "switch": {
      const keys = new Map<string, string[]>();
      for (const { key, target } of transition.cases) {
        const list = keys.get(target);
        if (list === undefined) keys.set(target, [key]);
        else list.push(key);
      }
      // Without a value that decides, keys only repeat the names of the steps.
      return [...keys].map(([to, list]) => ({
        from,
        to,
        kind: "switch",
        label: transition.on === null ? "" : list.join(", "),
      }));
    }
    default:
      return [];
  }
}

/** Text on one line and no longer than `max` characters. */
export function shorten(text: string, max: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= max ? line : characters.slice(0, max - 1).join("") + "…";
}
