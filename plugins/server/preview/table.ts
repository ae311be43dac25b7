import type { Json } from "../../../store/objects/extend.ts";
import { cutJson } from "./cut_json.ts";

/** Columns that a table may have, and rows of which each cell is looked at to tell it is one. */
const COLUMNS = 200;
const LOOKED = 100;
/** Different values of a column that are counted. */
const DISTINCT = 1000;
const CELL = { depth: 2, members: 20, characters: 500, nodes: 50 };

/** A list of flat objects, or of lists of one length. */
export interface Table {
  columns: string[];
  rows: readonly Json[];
  cell(row: Json, column: string): Json | undefined;
}

/** What a column holds. */
export interface ColumnSummary {
  name: string;
  type: "number" | "string" | "boolean" | "date" | "mixed" | "empty";
  /** Rows that have something in it. */
  present: number;
  /** How many different values; null where there are more than are counted. */
  distinct: number | null;
  /** Of numbers. */
  min: number | null;
  max: number | null;
  mean: number | null;
  /** The most frequent values and how often they come, where not all are different. */
  top: [Json, number][];
}

/** The table that a value is, or null. */
export function asTable(value: Json): Table | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  if (value.every((row) => isRecord(row))) {
    const columns = new Set<string>();
    for (const row of value as Record<string, Json>[]) {
      for (const key of Object.keys(row)) columns.add(key);
      if (columns.size > COLUMNS) return null;
    }
    const isFlat = value.slice(0, LOOKED).every((row) =>
      Object.values(row as Record<string, Json>).every(isFlatCell)
    );
    if (!isFlat || columns.size === 0) return null;
    const cell = (row: Json, column: string) =>
      Object.hasOwn(row as object, column) ? (row as Record<string, Json>)[column] : undefined;
    return { columns: [...columns], rows: value, cell };
  }
  const width = Array.isArray(value[0]) ? value[0].length : 0;
  const isMatrix = width > 0 && width <= COLUMNS &&
    value.every((row) => Array.isArray(row) && row.length === width) &&
    value.slice(0, LOOKED).every((row) => (row as Json[]).every(isFlatCell));
  if (!isMatrix) return null;
  const columns = Array.from({ length: width }, (_, at) => String(at));
  return { columns, rows: value, cell: (row, column) => (row as Json[])[Number(column)] };
}

/** Which rows are shown. */
export interface RowChoice {
  from: number;
  rows: number;
  sort?: string;
  descending: boolean;
}

/** Some rows of a table, as lists in the order of its columns; null where a row has nothing. */
export function rowsOf({ columns, rows, cell }: Table, choice: RowChoice): Json[][] {
  const { from, rows: count, sort, descending } = choice;
  const sorted = sort === undefined || !columns.includes(sort) ? rows : rows.toSorted((a, b) => {
    const [x, y] = [sortKey(cell(a, sort)), sortKey(cell(b, sort))];
    // What is not there comes last, either way.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === typeof y
      ? (x < y ? -1 : x > y ? 1 : 0)
      : typeof x === "number"
      ? -1
      : 1;
    return descending ? -order : order;
  });
  return sorted.slice(from, from + count).map((row) =>
    columns.map((column) => cutJson(cell(row, column) ?? null, CELL).value)
  );
}

/** What each column holds. */
export function summariseColumns({ columns, rows, cell }: Table): ColumnSummary[] {
  return columns.map((name) => {
    const counts = new Map<string, [Json, number]>();
    const types = new Set<ColumnSummary["type"]>();
    let present = 0;
    let numbers = 0;
    let sum = 0;
    let min = Infinity;
    let max = -Infinity;
    for (const row of rows) {
      const value = cell(row, name);
      if (value === undefined || value === null) continue;
      present++;
      types.add(typeOf(value));
      if (typeof value === "number") {
        numbers++;
        sum += value;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      const key = JSON.stringify(value);
      const count = counts.get(key);
      if (count !== undefined) count[1]++;
      else if (counts.size <= DISTINCT) counts.set(key, [value, 1]);
    }
    const top = [...counts.values()].filter(([, count]) => count > 1)
      .sort((a, b) => b[1] - a[1]).slice(0, 5)
      .map(([value, count]): [Json, number] => [cutJson(value, CELL).value, count]);
    return {
      name,
      type: types.size === 0 ? "empty" : types.size > 1 ? "mixed" : [...types][0]!,
      present,
      distinct: counts.size > DISTINCT ? null : counts.size,
      min: numbers === 0 ? null : min,
      max: numbers === 0 ? null : max,
      mean: numbers === 0 || !Number.isFinite(sum / numbers) ? null : sum / numbers,
      top,
    };
  });
}

function typeOf(value: Json): ColumnSummary["type"] {
  const type = typeof value;
  if (type === "number" || type === "string" || type === "boolean") return type;
  return isRecord(value, true) && (value as Record<string, Json>).$type === "date"
    ? "date"
    : "mixed";
}

function sortKey(value: Json | undefined): number | string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "boolean") return Number(value);
  const inner = (value as Record<string, Json>).value;
  return typeof inner === "string" ? inner : JSON.stringify(value);
}

/** @param typed Also what stands for something that JSON has no word for. */
function isRecord(value: Json, typed = false): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    (typed || !Object.hasOwn(value, "$type"));
}

/** What fits into a cell: a scalar, a short list of such, or one that JSON has no word for. */
function isFlatCell(value: Json): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) {
    return value.length <= 10 && value.every((one) => typeof one !== "object" || one === null);
  }
  return Object.hasOwn(value, "$type") &&
    Object.values(value).every((one) => typeof one !== "object" || one === null);
}
