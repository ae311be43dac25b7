import type { Node } from "@babel/types";
import type { SourceModule } from "../source/files.ts";
import { emptyTrace, type Op, type ScopeOp, type Trace } from "./trace.ts";

/** What an expression is known to be, where that matters. */
export type Kind =
  | { kind: "this" }
  | { kind: "super" }
  /** The inputs of a join, an array of them, its `[index, input]` pairs, or one of those. */
  | { kind: "inputs" | "list" | "pairs" | "pair" }
  /** One input; of which step or at which position, when that is known. */
  | { kind: "input"; step: string | null; position: number | null };

export const THIS: Kind = { kind: "this" };
export const INPUTS: Kind = { kind: "inputs" };
export const LIST: Kind = { kind: "list" };
export const PAIRS: Kind = { kind: "pairs" };
export const ANY_INPUT: Kind = { kind: "input", step: null, position: null };

/** A statement that `break` or `continue` can name. */
interface Breakable {
  kind: "loop" | "switch" | "block";
  label: string | null;
  onBreak: ScopeOp;
  /** null for a switch or a labelled block. */
  onContinue: ScopeOp | null;
}

/** The state of one pass over a method. */
export class Walk {
  readonly trace: Trace;
  /** How many functions deep inside the method. */
  functionDepth = 0;
  /** Above 0 where `this` is another object. */
  foreignThis = 0;
  /** Leave out functions that are not called right where they stand. */
  onlyNow = false;
  /** The label of the statement that comes next. */
  label: string | null = null;
  #sink: Op[];
  #scopes: Map<string, Kind | null>[] = [new Map()];
  #breakables: Breakable[] = [];

  constructor(module: SourceModule) {
    this.trace = emptyTrace(module);
    this.#sink = this.trace.ops;
  }

  emit(op: Op): void {
    this.#sink.push(op);
  }

  /** Runs `walk` and returns what it emits instead of adding it. */
  collect(walk: () => void): Op[] {
    const outer = this.#sink;
    const ops: Op[] = [];
    this.#sink = ops;
    walk();
    this.#sink = outer;
    return ops;
  }

  /** Names declared by `walk` are gone after it. */
  inScope(walk: () => void): void {
    this.#scopes.push(new Map());
    walk();
    this.#scopes.pop();
  }

  declare(name: string, kind: Kind | null): void {
    this.#scopes.at(-1)!.set(name, kind);
  }

  /** A declared name takes another value. */
  reassign(name: string, kind: Kind | null): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      if (this.#scopes[i]!.has(name)) {
        this.#scopes[i]!.set(name, kind);
        return;
      }
    }
  }

  /** What a name of the method is; undefined when the method declares no such name. */
  lookup(name: string): Kind | null | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const kind = this.#scopes[i]!.get(name);
      if (kind !== undefined) return kind;
    }
    return undefined;
  }

  /** A value goes where it cannot be followed. */
  escape(kind: Kind | null): void {
    if (kind === null) return;
    if (kind.kind === "this") this.trace.computed = true;
    else if (kind.kind !== "super") this.trace.inputsEscape = true;
  }

  readInput(kind: Kind & { kind: "input" }, name: string, at: Node): void {
    if (name === "input" || name === "index") return;
    this.trace.inputReads.push({ step: kind.step, position: kind.position, name, at });
  }

  /**
   * Emits a scope that `break` leaves.
   *
   * @param walk Gets a function that collects the body; of a loop, `continue` leaves the body.
   */
  breakable(kind: Breakable["kind"], walk: (body: (inner: () => void) => Op[]) => void): void {
    const onBreak: ScopeOp = { op: "scope", body: [] };
    const onContinue: ScopeOp | null = kind === "loop" ? { op: "scope", body: [] } : null;
    this.#breakables.push({ kind, label: this.label, onBreak, onContinue });
    this.label = null;
    onBreak.body = this.collect(() =>
      walk((inner) => {
        const ops = this.collect(inner);
        if (onContinue === null) return ops;
        onContinue.body = ops;
        return [onContinue];
      })
    );
    this.#breakables.pop();
    this.emit(onBreak);
  }

  /** A `break` or `continue`, of the statement with that label or of the nearest one. */
  leave(how: "break" | "continue", label: string | null): void {
    const target = this.#breakables.findLast((breakable) =>
      label !== null
        ? breakable.label === label
        : how === "continue"
        ? breakable.kind === "loop"
        : breakable.kind !== "block"
    );
    const scope = how === "break" ? target?.onBreak : target?.onContinue;
    if (scope) this.emit({ op: "break", target: scope });
  }

  /** A function inside of the method: statements that break out of are those inside of it. */
  inFunction(ownThis: boolean, walk: () => void): void {
    const outer = this.#breakables;
    this.#breakables = [];
    this.functionDepth++;
    if (ownThis) this.foreignThis++;
    this.inScope(walk);
    if (ownThis) this.foreignThis--;
    this.functionDepth--;
    this.#breakables = outer;
  }
}
