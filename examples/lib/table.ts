/**
 * Sets out rows as a table for the terminal. Columns of numbers go to the right.
 *
 * @param head The column titles.
 * @param rows One list of cells a row.
 * @returns The lines, joined.
 */
export function table(head: string[], rows: (string | number)[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column]).length))
  );
  const line = (cells: (string | number)[], isNumber: (column: number) => boolean) =>
    cells.map((cell, column) =>
      isNumber(column)
        ? String(cell).padStart(widths[column]!)
        : String(cell).padEnd(widths[column]!)
    ).join("  ").trimEnd();
  const numeric = (column: number) =>
    rows.length > 0 && rows.every((row) => /^-?[\d.,]+ ?%?$/.test(String(row[column])));
  return [
    line(head, numeric),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...rows.map((row) => line(row, numeric)),
  ].join("\n");
}
