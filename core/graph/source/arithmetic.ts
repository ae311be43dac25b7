/** The most nodes and characters that one value may have: references can double at each step. */
export const LIMIT = 100_000;

/** A value together with its size, or null when the source does not spell it out. */
export interface Sized {
  value: unknown;
  size: number;
}

/** A text or number with its size, or null when it is too large. */
export function sized(value: string | number): Sized | null {
  const size = typeof value === "string" ? 1 + value.length / 10 : 1;
  return size > LIMIT ? null : { value, size };
}

/** `operator value`, or null when that is no plain value. */
export function unary(operator: string, value: unknown): Sized | null {
  if (operator === "!") return { value: !value, size: 1 };
  if (typeof value !== "number") return null;
  if (operator === "-") return { value: -value, size: 1 };
  if (operator === "+") return { value, size: 1 };
  return operator === "~" ? { value: ~value, size: 1 } : null;
}

/** `left operator right`, or null when that is no plain value. */
export function binary(operator: string, left: unknown, right: unknown): Sized | null {
  if (operator === "+" && (typeof left === "string" || typeof right === "string")) {
    const parts = [left, right];
    if (parts.some((part) => typeof part === "object" && part !== null)) return null;
    return sized(parts.map(String).join(""));
  }
  if (typeof left !== "number" || typeof right !== "number") return null;
  const value = arithmetic(operator, left, right);
  // NaN and infinities have no JSON form.
  return value !== null && Number.isFinite(value) ? { value, size: 1 } : null;
}

function arithmetic(operator: string, left: number, right: number): number | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "**":
      return left ** right;
    case "<<":
      return left << right;
    case ">>":
      return left >> right;
    case "|":
      return left | right;
    case "&":
      return left & right;
    default:
      return null;
  }
}
