import type { RunEvent } from "../../../core/runtime/events.ts";

/** What a run is started with. */
export interface Given {
  params?: Readonly<Record<string, string>>;
  /** Paths of configs by name. */
  configs?: Readonly<Record<string, string>>;
  tags?: readonly string[];
}

/** A run that has ended. */
export interface Ended {
  /** `Flow/7` */
  run: string;
  status: string;
  events: readonly RunEvent[];
}

/** A way to run flows. */
export interface Way {
  name: string;
  /** Goes on after failures with all that does not depend on them, so that tasks can be foretold. */
  run(store: string, file: string, given: Given): Promise<Ended>;
  resume(store: string, file: string, origin: string): Promise<Ended>;
  /** Runs one task again, alone; or why it cannot. */
  step: ((store: string, task: string) => Promise<Ended>) | { why: string };
}

/** The environment of all runs of the matrix. */
export const ENVIRONMENT = { MATRIX_SECRET: "behold-the-hidden-word" };
