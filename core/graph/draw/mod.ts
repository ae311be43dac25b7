/**
 * Drawings of a graph.
 *
 * @module
 */

export { toDot } from "./dot.ts";
export { toJson } from "./json.ts";
export { type Layout, layOut, type PlacedEdge, type PlacedStep } from "./layout.ts";
export { toMermaid } from "./mermaid.ts";
export { toSvg } from "./svg.ts";
export { toText } from "./text.ts";
