/**
 * Freezes a value and all that it holds, as far as the language can.
 *
 * @param value Any value.
 * @returns Whether nothing in it can change any more. Maps, sets, dates and bytes can: they stay
 * as they are, and `false` tells so.
 */
export function deepFreeze(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (ArrayBuffer.isView(value)) return false;
  let whole = true;
  const seen = new Set<object>([value]);
  for (const item of seen) {
    const prototype = Object.getPrototypeOf(item);
    const plain = Array.isArray(item) || prototype === Object.prototype || prototype === null;
    if (!plain || ArrayBuffer.isView(item)) {
      whole = false;
      continue;
    }
    Object.freeze(item);
    for (const part of Object.values(item)) {
      if (typeof part === "object" && part !== null) seen.add(part);
      else if (typeof part === "function") whole = false;
    }
  }
  return whole;
}
