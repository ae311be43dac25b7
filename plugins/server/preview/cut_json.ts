import type { Json } from "../../../store/objects/extend.ts";

/** How much of a value is shown. */
export interface CutLimits {
  depth: number;
  /** Members of a list or an object. */
  members: number;
  /** Characters of a text. */
  characters: number;
  /** Values in all. */
  nodes: number;
}

/**
 * A value in the extended form, cut to what can be shown. What is left out stands as an object of
 * `$type` "cut", which no value has: of a text `{ text, more }`, in a list `{ more }` after its items,
 * of an object with too many members `{ entries, more }`, of what lies too deep `{ of, size }`.
 *
 * @returns The value, and whether something was left out.
 */
export function cutJson(value: Json, limits: CutLimits): { value: Json; cut: boolean } {
  let nodes = 0;
  let wasCut = false;
  const cut = (parts: Record<string, Json>): Json => {
    wasCut = true;
    return { $type: "cut", ...parts };
  };
  const visit = (one: Json, depth: number): Json => {
    nodes++;
    if (typeof one === "string") {
      const more = one.length - limits.characters;
      return more > 0 ? cut({ text: one.slice(0, limits.characters), more }) : one;
    }
    if (typeof one !== "object" || one === null) return one;
    const isList = Array.isArray(one);
    const entries = Object.entries(one);
    const tooDeep = depth >= limits.depth && entries.length > 0;
    if (tooDeep) return cut({ of: isList ? "array" : "object", size: entries.length });
    const shown: [string, Json][] = [];
    for (const [key, member] of entries) {
      if (shown.length >= limits.members || nodes >= limits.nodes) break;
      shown.push([key, visit(member, depth + 1)]);
    }
    const more = entries.length - shown.length;
    if (isList) {
      const items = shown.map(([, item]) => item);
      return more > 0 ? [...items, cut({ more })] : items;
    }
    return more > 0 ? cut({ entries: shown, more }) : Object.fromEntries(shown);
  };
  const shown = visit(value, 0);
  return { value: shown, cut: wasCut };
}
