import type { Node } from "@babel/types";
import type { SourceModule } from "../source/files.ts";
import { Deleted } from "./deleted.ts";
import type { Op, ScopeOp, Trace } from "./trace.ts";

/** A use of an artifact, before it becomes a part of the graph. */
export interface Use {
  name: string;
  at: Node;
  module: SourceModule;
  set?: "always" | "maybe";
  deleted?: true;
  soft?: true;
}

/** What running a method does to the artifacts of the flow. */
export interface Effects {
  reads: Use[];
  writes: Use[];
  deletes: Use[];
  /** Bits of the names that are read where the method has not surely set them, and that it sets. */
  reading: bigint;
  writing: bigint;
  /** Bits of the names that it may delete. */
  deleting: bigint;
  /** Bits of the names that are set whenever the method returns; all bits if it never does. */
  always: bigint;
  /** Calls of `this.next` (by index) that run after another one. */
  repeated: number[];
  /** Whether it can return without a `this.next`. */
  withoutNext: boolean;
}

/** Gives each name of a flow a bit, so that sets of names are single numbers. */
export class NameBits {
  readonly #bits = new Map<string, bigint>();

  bit(name: string): bigint {
    let bit = this.#bits.get(name);
    if (bit === undefined) this.#bits.set(name, bit = 1n << BigInt(this.#bits.size + 2));
    return bit;
  }

  /** The names whose bits are in `set`. */
  names(set: bigint): string[] {
    return [...this.#bits].filter(([, bit]) => (set & bit) !== 0n).map(([name]) => name);
  }
}

/** The bit that stands for a `this.next` having run. */
const NEXT = 1n;

/** The same, or a `switch` without default had no case that matches, which may never be. */
const DONE = 2n;

/** The state of code that is never reached: everything holds there, so that it adds nothing. */
const UNREACHED = -1n;

/** What {@linkcode effectsOf} asks about the methods that a trace calls. */
export interface Callees {
  /** The effects of what `op` calls, or null if it calls no method of the class. */
  called(op: Op & { op: "call" | "read" | "write" }): Effects | null;
}

/**
 * Works out the effects of a method: one pass over its trace, in which the state is the set of names
 * that are set on every path to here.
 *
 * @param follow Which calls of `this.next` to follow; the paths through others are left out.
 */
export function effectsOf(
  trace: Trace,
  names: NameBits,
  callees: Callees,
  follow: (index: number) => boolean = () => true,
): Effects {
  const evaluation = new Evaluation(trace, names, callees, follow);
  const end = evaluation.run(trace.ops, 0n);
  return evaluation.finish(end);
}

class Evaluation {
  readonly #reads: Use[] = [];
  readonly #writes: Use[] = [];
  readonly #deletes = new Set<Use>();
  readonly #repeated: number[] = [];
  /** Reads that a write further down may come before: in loops and in functions. */
  readonly #open: Use[] = [];
  readonly #breaks = new Map<ScopeOp, bigint>();
  /** What was written so far, on any path. */
  #seen = 0n;
  /** What a look has told to be there, in the arm that is being run. */
  #found = 0n;
  /** What may have been deleted so far. */
  #gone = 0n;
  #reading = 0n;
  /** Reads of methods called, by name, where it was surely set and where not: each counts once. */
  #calledSet = 0n;
  #calledUnset = 0n;
  #calledWrites = 0n;
  #exits = UNREACHED;
  #repeating = 0;
  #lastNext = -1;
  readonly #deleted: Deleted;
  /** What functions that run at any time may delete: it is never surely set. */
  readonly #neverSure: bigint;
  /** What the `finally` blocks around may delete, on every way out. */
  #finally = 0n;

  constructor(
    readonly trace: Trace,
    readonly names: NameBits,
    readonly callees: Callees,
    readonly follow: (index: number) => boolean,
  ) {
    this.#deleted = new Deleted(names, callees);
    this.#neverSure = this.#deleted.later(trace.ops);
  }

  finish(end: bigint): Effects {
    for (const use of this.#open) {
      const bit = this.names.bit(use.name);
      if (use.set === undefined && (this.#seen & bit) !== 0n) use.set = "maybe";
      if (use.set !== "always" && (this.#gone & bit) !== 0n) use.deleted = true;
    }
    const state = end & this.#exits;
    return {
      reads: this.#reads,
      writes: this.#writes,
      deletes: [...this.#deletes],
      reading: this.#reading,
      writing: this.#seen,
      deleting: this.#deleted.in(this.trace.ops),
      always: state === UNREACHED ? UNREACHED : state & ~(NEXT | DONE),
      repeated: this.#repeated,
      withoutNext: (state & DONE) === 0n,
    };
  }

  run(ops: readonly Op[], start: bigint): bigint {
    let state = start;
    for (const op of ops) {
      const found = this.#found;
      state = this.#step(op, state);
      // What is told inside of a loop or a function is not told to what comes after it.
      if (op.op !== "branch" && op.op !== "found") this.#found &= found;
    }
    return state;
  }

  #step(op: Op, state: bigint): bigint {
    switch (op.op) {
      case "read": {
        const called = op.soft ? null : this.callees.called(op);
        if (called !== null) return this.#call(called, state);
        this.#read({ name: op.name, at: op.at, module: this.trace.module }, state, op.soft);
        return state;
      }
      case "write": {
        const called = this.callees.called(op);
        if (called !== null) return this.#call(called, state);
        const bit = this.names.bit(op.name);
        this.#seen |= bit;
        this.#writes.push({ name: op.name, at: op.at, module: this.trace.module });
        return state | (bit & ~this.#neverSure);
      }
      case "delete":
        this.#deletes.add({ name: op.name, at: op.at, module: this.trace.module });
        this.#gone |= this.names.bit(op.name);
        this.#found &= ~this.names.bit(op.name);
        return without(state, this.names.bit(op.name));
      case "call": {
        const called = this.callees.called(op);
        if (called !== null) return this.#call(called, state);
        // Not a method: the value of an artifact, called.
        if (!op.super) {
          this.#read({ name: op.name, at: op.at, module: this.trace.module }, state);
        }
        return state;
      }
      case "next":
        return this.#next(op.index, state);
      case "found":
        this.#found |= this.names.bit(op.name) & ~this.#neverSure;
        return state;
      case "branch": {
        let after = UNREACHED;
        const before = this.#found;
        let kept = UNREACHED;
        for (const arm of op.arms) {
          this.#found = before;
          const end = this.run(arm, state);
          // What was found in one arm, and is set in the others, is there after all of them.
          after &= end | (this.#found & ~before);
          if (end !== UNREACHED) kept &= this.#found;
        }
        this.#found = kept === UNREACHED ? before : kept;
        return after;
      }
      case "cases": {
        let after = UNREACHED;
        for (const body of op.bodies) after = this.run(body, state & after);
        if (op.cover === "all") return after;
        // Where the compiler may know that one case matches, a next is called.
        return after & (op.cover === "maybe all" ? state | DONE : state);
      }
      case "loop":
        return this.#loop(op, state);
      case "scope": {
        const end = this.run(op.body, state);
        return end & (this.#breaks.get(op) ?? UNREACHED);
      }
      case "break":
        this.#breaks.set(
          op.target,
          (this.#breaks.get(op.target) ?? UNREACHED) & without(state, this.#finally),
        );
        return UNREACHED;
      case "function":
        return this.#function(op, state);
      case "try":
        return this.#try(op, state);
      case "return":
        this.#exits &= without(state, this.#finally);
        return UNREACHED;
      case "throw":
        return UNREACHED;
    }
  }

  #read(use: Use, state: bigint, soft?: true): void {
    const bit = this.names.bit(use.name);
    if ((state & bit) !== 0n && !use.deleted) use.set = "always";
    else if ((this.#seen & bit) !== 0n) use.set = "maybe";
    if ((state & bit) === 0n) this.#reading |= bit;
    if (use.set !== "always" && (this.#gone & bit) !== 0n) use.deleted = true;
    if (soft || (use.set !== "always" && (this.#found & bit) !== 0n)) use.soft = true;
    this.#reads.push(use);
    if (this.#repeating > 0) this.#open.push(use);
  }

  #call(called: Effects, state: bigint): bigint {
    if ((called.reading & ~this.#calledUnset & ~(state & this.#calledSet)) !== 0n) {
      for (const read of called.reads) this.#readByCall(read, state);
    }
    if ((called.writing & ~this.#calledWrites) !== 0n) {
      for (const write of called.writes) {
        const bit = this.names.bit(write.name);
        if ((this.#calledWrites & bit) === 0n) this.#writes.push(write);
        this.#calledWrites |= bit;
      }
      this.#seen |= called.writing;
    }
    for (const gone of called.deletes) this.#deletes.add(gone);
    this.#gone |= called.deleting;
    this.#found &= ~called.deleting;
    return without(state, called.deleting) | (called.always & ~this.#neverSure);
  }

  #readByCall({ name, at, module, set, deleted, soft }: Use, state: bigint): void {
    const bit = this.names.bit(name);
    // What the method has surely set before it reads it says nothing about its callers.
    if (set === "always" || (this.#calledUnset & bit) !== 0n) return;
    if ((state & bit) === 0n) this.#calledUnset |= bit;
    else if ((this.#calledSet & bit) !== 0n) return;
    else this.#calledSet |= bit;
    this.#read({ name, at, module, ...(set && { set }), ...(deleted && { deleted }) }, state, soft);
  }

  #next(index: number, state: bigint): bigint {
    if (this.trace.nexts[index]!.nested) return state;
    this.#lastNext = index;
    if (state !== UNREACHED && (state & NEXT) !== 0n) this.#repeated.push(index);
    return this.follow(index) ? state | NEXT | DONE : UNREACHED;
  }

  #loop(op: Op & { op: "loop" }, state: bigint): bigint {
    // A turn before may have deleted.
    const begin = without(state, this.#deleted.in(op.body));
    this.#repeating++;
    const end = this.run(op.body, begin);
    this.#repeating--;
    if (end !== UNREACHED && (end & NEXT & ~state) !== 0n) this.#repeated.push(this.#lastNext);
    if (op.endless) return UNREACHED;
    return op.once ? end : begin;
  }

  #try(op: Op & { op: "try" }, state: bigint): bigint {
    const around = this.#finally;
    const afterwards = this.#deleted.in(op.finalizer);
    this.#finally |= afterwards;
    let end = this.run(op.block, state);
    // Any statement of the block may throw.
    let begin = without(state, this.#deleted.in(op.block));
    if (op.handler !== null) {
      end &= this.run(op.handler, begin);
      begin = without(begin, this.#deleted.in(op.handler));
    }
    this.#finally = around;
    const finalizer = this.run(op.finalizer, begin);
    return finalizer === UNREACHED ? UNREACHED : without(end, afterwards) | (finalizer & ~begin);
  }

  #function(op: Op & { op: "function" }, state: bigint): bigint {
    const exits = this.#exits;
    this.#exits = UNREACHED;
    if (!op.now) this.#repeating++;
    const end = this.run(op.body, state) & this.#exits;
    if (!op.now) this.#repeating--;
    this.#exits = exits;
    return op.now ? end : without(state, this.#deleted.in(op.body));
  }
}

/** A state in which some names are not surely set any more. */
function without(state: bigint, names: bigint): bigint {
  return state === UNREACHED ? state : state & ~names;
}
