/**
 * The types that let the compiler check `this.next(…)` and the inputs of a join.
 *
 * @module
 */

/** What a step may return: it hands on nothing but through artifacts. */
export type StepResult = void | Promise<void>;

/** A step as seen from outside: a method that takes nothing, the foreach item, or the inputs. */
export type StepMethod = (argument: never) => StepResult;

/** Marks `Inputs<F>`, so that a join can be told from a step that takes an item. */
declare const joinInputs: unique symbol;

/** What every `Inputs<F>` is, whichever the flow. */
export interface AnyInputs {
  readonly [joinInputs]: true;
}

/** Shown by the compiler where a step that takes an item is given none. */
export interface StepNeedsItem {
  "this step takes a foreach item: pass { foreach: … }": never;
}

/** `M` if a task of it can start without a foreach item: it takes nothing, or is a join. */
export type Target<M extends StepMethod> = M extends () => StepResult ? M
  : M extends (argument: infer A) => StepResult ? A extends AnyInputs ? M : StepNeedsItem
  : StepNeedsItem;

/** {@linkcode Target} for each of several steps. */
export type Targets<M extends readonly StepMethod[]> = { [I in keyof M]: Target<M[I]> };

/** What the items of a foreach must be for the step `M`; anything, for a step without argument. */
export type ItemOf<M extends StepMethod> = Parameters<M> extends [] ? unknown
  : Parameters<M>[0] extends AnyInputs ? never
  : Parameters<M>[0];

/** What a foreach can go through. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/** What a switch can decide on. */
export type SwitchValue = string | number | boolean;

/** Names that {@linkcode FlowSpec} itself has: no artifacts. */
export type ReservedName = "next" | "merge" | "input" | "index" | "foreachStack";

// deno-lint-ignore no-explicit-any -- any method at all, whatever it takes and returns
type AnyFunction = (...args: any) => any;

/** The names of what a step of flow `F` can read: artifacts, parameters and constants. */
export type ArtifactName<F> = {
  [K in keyof F]-?: K extends ReservedName | symbol ? never : F[K] extends AnyFunction ? never : K;
}[keyof F];

/** The names of the methods of flow `F`. */
export type StepName<F> = {
  [K in keyof F]-?: K extends ReservedName | symbol ? never : F[K] extends AnyFunction ? K : never;
}[keyof F];

/** One input of a join: what was visible at the end of one of the tasks that lead into it. */
export type Input<F> =
  & { readonly [K in ArtifactName<F>]: F[K] }
  & {
    /** The foreach item of that task, `undefined` after a branch. */
    // deno-lint-ignore no-explicit-any -- the item's type is known where the foreach is, not here
    readonly input: any;
    /** The position of that item in its foreach, -1 after a branch. */
    readonly index: number;
  };

/** The inputs by position. The first is always there: a join has at least one input. */
export interface InputList<F> extends AnyInputs {
  readonly length: number;
  readonly 0: Input<F>;
  readonly [position: number]: Input<F>;
  [Symbol.iterator](): IterableIterator<Input<F>>;
}

/**
 * The inputs of a join, in split order: iterable, indexable, with a `length`, and by the name of
 * the step that leads into the join after a branch (`inputs.a.mean`).
 *
 * @example
 * ```ts
 * gather(inputs: Inputs<GenreStats>) {
 *   this.means = Object.fromEntries([...inputs].map((i) => [i.input, i.mean]));
 *   this.next(this.end);
 * }
 * ```
 */
export type Inputs<F> = InputList<F> & { readonly [K in StepName<F>]: Input<F> };
