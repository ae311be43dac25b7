import { safeText } from "../terminal/safe_text.ts";
import { fitWidth } from "../terminal/width.ts";

/** A JSON value on one line, cut where it is long. */
export function shortValue(value: unknown, columns: number): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  return fitWidth(safeText(text), columns);
}

/** A word of a command line that a shell takes as it stands. */
export function quoteArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
