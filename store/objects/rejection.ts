const { getPrototypeOf } = Object;

/** Why a value has no encoded form, to follow "is": `a function`. */
export function rejection(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (value instanceof Promise) return "a promise; await it first";
  if (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer) {
    return "shared memory; keep a copy of it instead";
  }
  for (const type of [Number, String, Boolean, BigInt, Symbol]) {
    if (value instanceof type) return `a ${type.name} object; keep the plain value instead`;
  }
  if (value instanceof ReadableStream || value instanceof WritableStream) {
    return "a stream; keep what it gives instead";
  }
  const name = getPrototypeOf(value)?.constructor?.name;
  if (typeof name !== "string" || name === "" || name === "Object") {
    return "an object with a prototype of its own; keep a plain object instead";
  }
  return `an instance of class ${name}; keep a plain object instead`;
}
