import { usageError } from "../framework/usage_error.ts";

const UNITS: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `90m`, `12h`, `30d`, `2w`, or a number of days, in milliseconds. */
export function parseAge(option: string, text: string): number {
  const [, number, unit = "d"] = /^(\d+(?:\.\d+)?)([smhdw])?$/.exec(text) ?? [];
  if (number === undefined) {
    throw usageError(`Option ${option} needs an age such as 12h, 30d or 2w, not "${text}"`);
  }
  return Number(number) * UNITS[unit]!;
}
