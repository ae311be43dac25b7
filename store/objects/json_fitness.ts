/** What {@linkcode jsonFitness} says of a value. */
export type Fitness = typeof FITS | typeof UNORDERED | typeof UNFIT;

/** JSON is exact, and `JSON.stringify` writes the canonical form. */
export const FITS = 0;
/** JSON is exact, but the keys of some object are not in canonical order. */
export const UNORDERED = 1;
/** JSON would lose something, or the value cannot be kept at all. */
export const UNFIT = 2;

/**
 * Objects may be nested this deep. It keeps every walk over a value off the end of the stack, also
 * in the parser of whoever reads the stored JSON with another program.
 */
export const MAX_DEPTH = 500;

// Taken at load, because steps run in the same realm and may change what is global.
const { getPrototypeOf, hasOwn } = Object;
const { isArray } = Array;
const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;

/**
 * Says in one walk whether JSON keeps `value` exactly, and whether the keys of each object stand in
 * canonical order, which is that of their UTF-16 code units. An object with a key `$type` is unfit,
 * so that whoever reads JSON of the extended form can rely on that key.
 */
export function jsonFitness(value: unknown): Fitness {
  if (typeof value === "object" && value !== null) return objectFitness(value, [], 0);
  return isJsonPrimitive(value) ? FITS : UNFIT;
}

function isJsonPrimitive(value: unknown): boolean {
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "number":
      // Neither NaN nor an infinity nor -0.
      return value - value === 0 && (value !== 0 || 1 / value > 0);
    case "boolean":
      return true;
    default:
      return value === null;
  }
}

/** `ancestors` holds the `depth` objects that `value` is inside of. */
function objectFitness(value: object, ancestors: object[], depth: number): Fitness {
  if (depth === MAX_DEPTH) return UNFIT;
  for (let i = 0; i < depth; i++) if (ancestors[i] === value) return UNFIT;
  ancestors[depth] = value;
  let fitness: Fitness = FITS;
  if (isArray(value)) {
    if (getPrototypeOf(value) !== arrayPrototype) return UNFIT;
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (typeof item === "object" && item !== null) {
        const inner = objectFitness(item, ancestors, depth + 1);
        if (inner === UNFIT) return UNFIT;
        if (inner === UNORDERED) fitness = UNORDERED;
      } else if (!isJsonPrimitive(item)) return UNFIT;
    }
    return fitness;
  }
  if (getPrototypeOf(value) !== objectPrototype) return UNFIT;
  const properties = value as Record<string, unknown>;
  let previous: string | null = null;
  for (const key in properties) {
    if (!hasOwn(properties, key)) continue;
    if (previous !== null && key < previous) fitness = UNORDERED;
    previous = key;
    if (key === "$type" || key === "__proto__" || !key.isWellFormed()) return UNFIT;
    const item = properties[key];
    if (typeof item === "object" && item !== null) {
      const inner = objectFitness(item, ancestors, depth + 1);
      if (inner === UNFIT) return UNFIT;
      if (inner === UNORDERED) fitness = UNORDERED;
    } else if (!isJsonPrimitive(item)) return UNFIT;
  }
  return fitness;
}
