import type { Row } from "./row.ts";

const COLUMNS = ["what", "bar", "median", "spread", "seconds", ""];
/** Wide enough for most; what is longer moves the rest of its line. */
const WIDTHS = [66, 10, 9, 19, 40, 11];

/** The head of the table, in Markdown. */
export function head(): string {
  return `${line(COLUMNS)}\n${line(WIDTHS.map((width) => "-".repeat(width)))}`;
}

/** A row of it. Rows are printed as they come: the last ones take minutes. */
export function show(row: Row): string {
  const mark = row.reached === null ? "" : row.reached ? "reached" : "NOT REACHED";
  return line([row.what, row.bar, row.figure, row.spread, row.seconds, mark]);
}

function line(cells: string[]): string {
  return `| ${cells.map((cell, at) => cell.padEnd(WIDTHS[at]!)).join(" | ")} |`;
}
