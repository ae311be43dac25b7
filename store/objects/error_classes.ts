/**
 * The built-in classes of errors, by the name under which the extended form keeps them. An instance
 * of any other class of errors is kept as the nearest of these.
 */
export const ERROR_CLASSES: ReadonlyMap<string, ErrorConstructor> = new Map<
  string,
  ErrorConstructor
>([
  ["Error", Error],
  ["AggregateError", AggregateError as unknown as ErrorConstructor],
  ["EvalError", EvalError],
  ["RangeError", RangeError],
  ["ReferenceError", ReferenceError],
  ["SyntaxError", SyntaxError],
  ["TypeError", TypeError],
  ["URIError", URIError],
]);

const names = new Map<object, string>();
for (const [name, type] of ERROR_CLASSES) names.set(type.prototype, name);

/** The name of the built-in class that `error` is an instance of, by way of its prototypes. */
export function errorClass(error: Error): string {
  let prototype: object | null = Object.getPrototypeOf(error);
  while (prototype !== null) {
    const name = names.get(prototype);
    if (name !== undefined) return name;
    prototype = Object.getPrototypeOf(prototype);
  }
  return "Error";
}
