import type { Callees, NameBits } from "./effects.ts";
import type { Op } from "./trace.ts";

/** Finds what a piece of code may delete, wherever in it. Each piece is looked at once. */
export class Deleted {
  readonly #names: NameBits;
  readonly #callees: Callees;
  readonly #known = new Map<readonly Op[], bigint>();

  constructor(names: NameBits, callees: Callees) {
    this.#names = names;
    this.#callees = callees;
  }

  /** Bits of the names that `ops` may delete. */
  in(ops: readonly Op[]): bigint {
    let bits = this.#known.get(ops);
    if (bits === undefined) {
      bits = ops.reduce((sum, op) => sum | this.#by(op), 0n);
      this.#known.set(ops, bits);
    }
    return bits;
  }

  /** Those that functions which run later may delete: they may run at any time. */
  later(ops: readonly Op[]): bigint {
    let bits = 0n;
    for (const op of ops) {
      if (op.op === "function" && !op.now) bits |= this.in(op.body);
      else for (const part of partsOf(op)) bits |= this.later(part);
    }
    return bits;
  }

  #by(op: Op): bigint {
    if (op.op === "delete") return this.#names.bit(op.name);
    if (op.op === "call" || op.op === "write" || (op.op === "read" && !op.soft)) {
      return this.#callees.called(op)?.deleting ?? 0n;
    }
    return partsOf(op).reduce((sum, part) => sum | this.in(part), 0n);
  }
}

/** The pieces of code inside of an op. */
function partsOf(op: Op): readonly (readonly Op[])[] {
  switch (op.op) {
    case "branch":
      return op.arms;
    case "cases":
      return op.bodies;
    case "loop":
    case "scope":
    case "function":
      return [op.body];
    case "try":
      return [op.block, op.handler ?? [], op.finalizer];
    default:
      return [];
  }
}
