import type { Json } from "../author/description.ts";
import { type Html, markup } from "./html.ts";

/** Parts of a value that are shown, and how deep. */
const MOST = 5000;
const DEPTH = 20;
/** Members that are unfolded from the beginning. */
const OPEN = 30;

/** A value as a tree that can be unfolded without a script. */
export function jsonTree(value: Json): Html {
  const budget = { left: MOST };
  return markup`<div class="tree">${node(null, value, 0, budget)}</div>`;
}

function node(key: string | null, value: Json, depth: number, budget: { left: number }): Html {
  budget.left--;
  const name = key === null ? null : markup`<span class="key">${key}</span>: `;
  if (typeof value !== "object" || value === null) {
    return markup`<div>${name}${JSON.stringify(value)}</div>`;
  }
  const isList = Array.isArray(value);
  const entries = isList
    ? value.map((item, at): [string, Json] => [String(at), item])
    : Object.entries(value);
  const sign = isList ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) return markup`<div>${name}${isList ? "[]" : "{}"}</div>`;
  if (depth >= DEPTH || budget.left <= 0) return markup`<div>${name}${sign} …</div>`;
  const lines: Html[] = [];
  for (const [at, [member, inner]] of entries.entries()) {
    if (budget.left <= 0) {
      lines.push(markup`<div class="soft">… ${entries.length - at} more</div>`);
      break;
    }
    lines.push(node(member, inner, depth + 1, budget));
  }
  const open = depth === 0 || (depth < 2 && entries.length <= OPEN) ? markup` open` : null;
  return markup`<details${open}><summary>${name}${sign}</summary>${lines}</details>`;
}
