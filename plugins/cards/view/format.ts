import type { Json } from "../author/description.ts";

/** A number as people read it: `1,234.5`. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e12 || size < 1e-4)
    ? value.toPrecision(4)
    : value.toLocaleString("en-US", { maximumSignificantDigits: size >= 1000 ? 9 : 6 });
}

/** A value in one line. Small whole numbers may be years: they stand as they are. */
export function formatValue(value: Json): string {
  if (typeof value === "number") {
    const isSmall = Number.isInteger(value) && Math.abs(value) < 10_000;
    return isSmall ? String(value) : formatNumber(value);
  }
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

/** Milliseconds as people read them: `1.2 s`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round(ms % 60_000 / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A moment, in UTC: `2026-03-01 12:30:05`. */
export function formatTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "at no time";
  return date.toISOString().slice(0, 19).replace("T", " ");
}

/** Bytes as people read them: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
