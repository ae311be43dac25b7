import type { Graph } from "../graph.ts";
import type { DrawnEdge } from "./edges.ts";

/**
 * The layer of each step: below all that lead to it. Lines that close a loop are left out; they are
 * those that a walk in depth from the start finds to lead back to where it is.
 */
export function ranksOf(
  graph: Graph,
  edges: readonly DrawnEdge[],
): { ranks: Map<string, number>; back: Set<DrawnEdge> } {
  const out = new Map<string, DrawnEdge[]>(graph.steps.map(({ name }) => [name, []]));
  for (const edge of edges) out.get(edge.from)!.push(edge);
  const back = new Set<DrawnEdge>();
  const done: string[] = [];
  const state = new Map<string, "open" | "done">();
  const names = graph.steps.map(({ name }) => name);
  for (const first of [graph.start, ...names]) {
    if (!out.has(first) || state.has(first)) continue;
    const stack = [{ name: first, next: 0 }];
    state.set(first, "open");
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = out.get(top.name)![top.next++];
      if (edge === undefined) {
        state.set(top.name, "done");
        done.push(top.name);
        stack.pop();
      } else if (state.get(edge.to) === "open") back.add(edge);
      else if (!state.has(edge.to)) {
        state.set(edge.to, "open");
        stack.push({ name: edge.to, next: 0 });
      }
    }
  }
  const ranks = new Map(names.map((name) => [name, 0]));
  // In the reverse of the order in which the walk left them, each comes after all that lead to it.
  for (const name of done.reverse()) {
    for (const edge of out.get(name)!) {
      if (back.has(edge)) continue;
      ranks.set(edge.to, Math.max(ranks.get(edge.to)!, ranks.get(name)! + 1));
    }
  }
  return { ranks, back };
}
