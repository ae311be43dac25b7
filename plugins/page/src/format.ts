/**
 * Figures and times as people read them, always equally wide where they change.
 *
 * @module
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `0.24 s`, `12.3 s`, `4 min 05 s`, `2 h 07 min`, `3 d 04 h`, of milliseconds. */
export function duration(ms: number): string {
  if (ms < 10) return `${Math.max(0, ms).toFixed(0)} ms`;
  if (ms < SECOND) return `${ms.toFixed(0)} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(2)} s`;
  if (ms < MINUTE) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${two((ms % MINUTE) / SECOND)} s`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${two((ms % HOUR) / MINUTE)} min`;
  return `${Math.floor(ms / DAY)} d ${two((ms % DAY) / HOUR)} h`;
}

/** `just now`, `4 min ago`, `yesterday`, `12 Mar`. */
export function ago(time: number, now: number): string {
  const past = now - time;
  if (past < 10 * SECOND) return "just now";
  if (past < MINUTE) return `${Math.floor(past / SECOND)} s ago`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`;
  if (past < 30 * DAY) return `${Math.floor(past / DAY)} d ago`;
  return DATE.format(time);
}

/** Date and time to the second, in this place's own words. */
export function moment(time: number): string {
  return MOMENT.format(time);
}

/** The time of day to the millisecond. */
export function clock(time: number): string {
  const date = new Date(time);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two);
  return `${parts.join(":")}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** `12,345` */
export function count(value: number): string {
  return COUNT.format(value);
}

/** `1 task`, `2 tasks` */
export function counted(value: number, one: string, several = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : several}`;
}

/** `812 B`, `4.1 kB`, `12 MB`, of a thousand bytes each. */
export function bytes(value: number): string {
  let size = value;
  for (const unit of ["B", "kB", "MB", "GB", "TB"]) {
    if (size < 1000 || unit === "TB") {
      return `${unit === "B" || size >= 100 ? size.toFixed(0) : size.toPrecision(2)} ${unit}`;
    }
    size /= 1000;
  }
  return "";
}

/** A value on one line: text as it is, anything else as JSON. */
export function brief(value: unknown, length = 60): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

const DATE = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const COUNT = new Intl.NumberFormat("en");

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, "0");
}
