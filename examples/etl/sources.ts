/** One row as a source gives it: its fields as text, "" for nothing. */
export type RawRow = string[];

/** The formats that sources come in. */
export type Format = "csv" | "tsv" | "json";

/** The fields of a row, in order. */
export const COLUMNS = ["title", "released", "gross", "rating"] as const;

/**
 * Reads one source. Rows may be bad; whether they are is not decided here.
 *
 * @throws {SyntaxError} If JSON is damaged, or a table lacks its head: then no row can be trusted.
 */
export function read(text: string, format: Format): RawRow[] {
  if (format === "json") return readJson(text);
  const separator = format === "csv" ? "," : "\t";
  const [head, ...lines] = text.trimEnd().split("\n");
  if (head !== COLUMNS.join(separator)) throw new SyntaxError(`Unknown head of table "${head}"`);
  return lines.map((line) => line.split(separator));
}

function readJson(text: string): RawRow[] {
  const rows: Record<string, unknown>[] = JSON.parse(text);
  const names = ["Title", "Release Date", "Worldwide Gross", "IMDB Rating"];
  return rows.map((row) => names.map((name) => String(row[name] ?? "")));
}
