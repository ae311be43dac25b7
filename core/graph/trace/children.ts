import type { Node } from "@babel/types";

const SKIPPED = /^(loc|extra|leadingComments|trailingComments|innerComments|typeAnnotation)$/;

/** The children of a node of a kind that needs no special care; types are left out. */
export function* childrenOf(node: Node): Generator<Node> {
  for (const [key, child] of Object.entries(node)) {
    if (typeof child !== "object" || child === null || SKIPPED.test(key)) continue;
    for (const item of Array.isArray(child) ? child : [child]) {
      if (
        isNode(item) && !/^TS(?!(As|Satisfies|NonNull|Instantiation)Exp|TypeAss)/.test(item.type)
      ) {
        yield item;
      }
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof (value as { type?: unknown } | null)?.type === "string";
}
