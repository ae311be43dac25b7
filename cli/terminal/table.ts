import { displayWidth, fitWidth, padWidth } from "./width.ts";

/** A column of a table. */
export interface Column {
  title: string;
  align?: "left" | "right";
  /** Gives way when the table is too wide. */
  shrink?: boolean;
}

/**
 * Lays out a table. Cells must be safe to print already (see `safeText`).
 *
 * @param width The columns there are; Infinity where nothing need fit.
 * @returns Its lines, the titles first. Nothing for no rows.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paintTitle: (text: string) => string,
): string[] {
  if (rows.length === 0) return [];
  const widths = columns.map(({ title }, i) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[i] ?? "")), displayWidth(title))
  );
  const gap = 2;
  let over = widths.reduce((sum, one) => sum + one + gap, -gap) - width;
  for (const [i, { shrink, title }] of columns.entries()) {
    if (!shrink || over <= 0) continue;
    const narrow = Math.max(displayWidth(title), Math.min(12, widths[i]!), widths[i]! - over);
    over -= widths[i]! - narrow;
    widths[i] = narrow;
  }
  const line = (cells: readonly string[]) =>
    columns.map(({ align }, i) => {
      const cell = fitWidth(cells[i] ?? "", widths[i]!);
      const last = i === columns.length - 1 && align !== "right";
      return last ? cell : padWidth(cell, widths[i]!, align === "right" ? "left" : "right");
    }).join(" ".repeat(gap)).trimEnd();
  return [
    paintTitle(line(columns.map(({ title }) => title))),
    ...rows.map(line),
  ];
}
