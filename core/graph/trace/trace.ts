/**
 * What a method does, as far as the graph needs it: one pass over the syntax tree of a method makes
 * a trace, and everything else (reads, writes, what is set on every path, rights) is worked out from
 * traces. A trace depends on the method alone, so a base class's is made once for all its flows.
 *
 * @module
 */

import type { CallExpression, NewExpression, Node } from "@babel/types";
import type { SourceModule } from "../source/files.ts";

/** One thing that happens, in the order of evaluation. */
export type Op =
  | { op: "read"; name: string; at: Node; soft?: true }
  | { op: "write"; name: string; at: Node }
  | { op: "delete"; name: string; at: Node }
  /** At the beginning of an arm: a look has told that the artifact is there. */
  | { op: "found"; name: string }
  /** `this.name(…)` or `super.name(…)`. */
  | { op: "call"; name: string; at: Node; super: boolean }
  | { op: "next"; index: number }
  /** Exactly one arm runs. */
  | { op: "branch"; arms: Op[][] }
  /** Runs any number of times, or once at least; an endless one is only left by a break. */
  | { op: "loop"; body: Op[]; endless: boolean; once: boolean }
  | ScopeOp
  | { op: "break"; target: ScopeOp }
  /** A function that runs here and now, or later and any number of times. */
  | { op: "function"; body: Op[]; now: boolean }
  | { op: "try"; block: Op[]; handler: Op[] | null; finalizer: Op[] }
  | { op: "return" }
  | { op: "throw" }
  /**
   * The bodies of a `switch`, each falling through to the next. They cover all values with a default;
   * without one they may, where there are several: the compiler knows whether they do.
   */
  | { op: "cases"; bodies: Op[][]; cover: "all" | "maybe all" | "some" };

/** What a break leaves. */
export interface ScopeOp {
  op: "scope";
  body: Op[];
}

/** A name that is not declared in the method, with the members taken from it. */
export interface Reference {
  name: string;
  /** `["env", "get"]` of `Deno.env.get`; `*` for a member that is computed. */
  path: string[];
  /** The call or `new` of which this is the callee. */
  call: CallExpression | NewExpression | null;
  at: Node;
}

/** A `this.next(…)`. */
export interface NextNode {
  node: CallExpression;
  /** In a function inside of the method. */
  nested: boolean;
}

export interface InputRead {
  step: string | null;
  /** In `inputs[0].x`; null where it is not known. */
  position: number | null;
  name: string;
  at: Node;
}

export interface Trace {
  module: SourceModule;
  ops: Op[];
  nexts: NextNode[];
  inputReads: InputRead[];
  /** Calls of `this.merge`. */
  merges: CallExpression[];
  references: Reference[];
  /** `this` is used in a way that hides which artifacts are. */
  computed: boolean;
  /** The inputs of a join are used in a way that hides which artifacts are. */
  inputsEscape: boolean;
}

/** An empty trace of a method in `module`. */
export function emptyTrace(module: SourceModule): Trace {
  return {
    module,
    ops: [],
    nexts: [],
    inputReads: [],
    merges: [],
    references: [],
    computed: false,
    inputsEscape: false,
  };
}
