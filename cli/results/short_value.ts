import { safeText } from "../terminal/safe_text.ts";
import { fitWidth } from "../terminal/width.ts";

/** A JSON value on one line, cut where it is long. */
export function shortValue(value: unknown, columns: number): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  return fitWidth(safeText(text), columns);
}
