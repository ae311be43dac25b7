import type { Json } from "../../store/objects/extend.ts";

/** One place in which two values differ. */
export interface ValueChange {
  /** Such as `.means.Drama` or `[3]`; "" is the whole. */
  path: string;
  /** Left out where there is nothing. */
  before?: Json;
  after?: Json;
}

/**
 * The places in which two values (in the extended form of JSON) differ, outermost first in the order
 * of their keys.
 *
 * @param limit The most that are looked for.
 */
export function diffValues(before: Json, after: Json, limit: number): ValueChange[] {
  const changes: ValueChange[] = [];
  collect("", before, after, limit, changes);
  return changes;
}

function collect(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  limit: number,
  changes: ValueChange[],
): void {
  if (changes.length >= limit || before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    for (let i = 0; i < length && changes.length < limit; i++) {
      collect(`${path}[${i}]`, before[i], after[i], limit, changes);
    }
  } else if (isRecord(before) && isRecord(after) && before.$type === after.$type) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const step = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
      collect(path + step, own(before, key), own(after, key), limit, changes);
    }
  } else {
    changes.push({
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(record: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
