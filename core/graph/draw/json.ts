import type { Graph } from "../graph.ts";

/** The graph as JSON, as it is kept with each run. */
export function toJson(graph: Graph): string {
  return JSON.stringify(graph, null, 2);
}
