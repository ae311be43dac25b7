/**
 * Flows as plain data: what a shape consists of. The source of a flow is written from it
 * (`source.ts`), and what a run of it must look like is told from it (`expected.ts`), neither with
 * any of Flow's own code.
 *
 * @module
 */

/** Where a task is: what a switch may decide on. */
export interface Place {
  /** Positions in the foreachs that it is in, outermost first. */
  indexes: readonly number[];
  /** 1 where the step runs for the first time here. */
  turn: number;
}

/** What comes after a step. */
export type Next =
  | { kind: "end" }
  | { kind: "step"; to: string }
  | { kind: "branch"; to: readonly string[] }
  | { kind: "foreach"; to: string; size: number }
  | {
    kind: "switch";
    cases: Readonly<Record<string, string>>;
    /** The value in TypeScript, of a type that has exactly the cases. */
    value: string;
    /** The same, by the model. */
    choose(place: Place): string;
  };

/** A step. */
export interface StepPlan {
  name: string;
  next: Next;
  /** It gets the inputs of a split. */
  join?: true;
  /** It runs several times: it counts its turns in an artifact, {@linkcode turnsOf}. */
  looped?: true;
  /** What stands behind `@step`, for a first or last step of another name. */
  options?: string;
  /** It is in a base class; `overridden`: with another body, which must never run. */
  base?: true | "overridden";
}

/** A kind of graph. */
export interface Shape {
  name: string;
  /** What can be made wide (items, ways, turns), or why nothing can. */
  wide: { of: string } | { why: string };
  /** Its steps, the first one first; `width` is how wide that is. */
  steps(width: number): StepPlan[];
  /** How wide it is where nobody asks. */
  width: number;
}

/** The name of the flow class of a shape. */
export function flowName(shape: Shape): string {
  return shape.name.replace(/(?:^|\W)(\w)/g, (_, letter) => letter.toUpperCase());
}

/** The name of the artifact that counts the turns of a step. */
export function turnsOf(step: string): string {
  return `${step}Turns`;
}

/** All steps that a step may lead to. */
export function targetsOf(next: Next): readonly string[] {
  if (next.kind === "end") return [];
  if (next.kind === "branch") return next.to;
  return next.kind === "switch" ? Object.values(next.cases) : [next.to];
}
