import type { StepPlan } from "./plan.ts";

/** What a behaviour puts into a step. */
export interface StepAddition {
  /** Lines above `@step`. */
  decorators?: string[];
  /**
   * Code at the beginning of the step. It may use `place` (the task's key), and in a join `inputs`.
   */
  code?: string;
}

/** What a behaviour puts into the flow of a shape. */
export interface Addition {
  /** Names that the flow file imports from "flow". */
  imports?: string[];
  /** A module beside the flow file, and what is imported from it. */
  module?: { file: string; names: string[]; text: string };
  /** Members of the class. */
  members?: string;
  /** Lines above the class. */
  classDecorators?: string[];
  onStep?(step: StepPlan, position: number): StepAddition;
  /** Files beside the flow file, by name. */
  files?: Record<string, string>;
  /** What the run is started with. */
  params?: Record<string, string>;
  /** Paths of configs by name. */
  configs?: Record<string, string>;
  tags?: string[];
}
