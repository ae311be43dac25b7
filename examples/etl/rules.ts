import { COLUMNS, type RawRow } from "./sources.ts";

/** A row that passed every rule. */
export interface CleanRow {
  title: string;
  /** As `1998-06-12`. */
  released: string;
  gross: number;
  rating: number | null;
}

/** Why a row is refused. */
export type Reason =
  | "wrong number of fields"
  | "no title"
  | "no date"
  | "date in the future"
  | "no box office";

/** A row that broke a rule. */
export interface Rejected {
  row: RawRow;
  reason: Reason;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The films were collected in 2010: a later date is a mistake. */
const LAST_YEAR = 2010;

/** Checks one row; the first rule that it breaks is the reason. */
export function check(row: RawRow): CleanRow | Rejected {
  if (row.length !== COLUMNS.length) return { row, reason: "wrong number of fields" };
  const [title, date, gross, rating] = row as [string, string, string, string];
  if (title === "") return { row, reason: "no title" };
  const released = isoDate(date);
  if (released === null) return { row, reason: "no date" };
  if (Number(released.slice(0, 4)) > LAST_YEAR) return { row, reason: "date in the future" };
  if (!(Number(gross) > 0)) return { row, reason: "no box office" };
  return { title, released, gross: Number(gross), rating: rating === "" ? null : Number(rating) };
}

/**
 * Repairs what can be: a title that its own commas cut up, and a year that was read from two digits
 * and is a century late.
 */
export function repair({ row, reason }: Rejected): CleanRow | Rejected {
  if (reason === "wrong number of fields" && row.length > COLUMNS.length) {
    return again([row.slice(0, -3).join(","), ...row.slice(-3)]);
  }
  if (reason === "date in the future") {
    const [title, date, ...rest] = row as [string, string, string, string];
    return again([title, date.slice(0, -4) + (Number(date.slice(-4)) - 100), ...rest]);
  }
  return { row, reason };
}

/** Tells the two results of {@linkcode check} apart. */
export function isRejected(result: CleanRow | Rejected): result is Rejected {
  return "reason" in result;
}

/** Tells them apart for a filter. */
export function isClean(result: CleanRow | Rejected): result is CleanRow {
  return !isRejected(result);
}

/** A repaired row may break a further rule, and that may be repaired too. */
function again(row: RawRow): CleanRow | Rejected {
  const result = check(row);
  return isRejected(result) ? repair(result) : result;
}

/** `Jun 12 1998` as `1998-06-12`, or null for anything else. */
function isoDate(text: string): string | null {
  const [, month, day, year] = /^([A-Z][a-z]{2}) (\d{2}) (\d{4})$/.exec(text) ?? [];
  const number = MONTHS.indexOf(month ?? "") + 1;
  return number > 0 ? `${year}-${String(number).padStart(2, "0")}-${day}` : null;
}
