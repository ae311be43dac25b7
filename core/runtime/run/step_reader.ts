import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../../store/error.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";

/** Answers calls of the client inside a step about the flows that the step may read. */
export function stepReader(_store: string, _db: DatabaseSync) {
  return (plan: StepPlan, _method: string, _args: unknown[]): Promise<unknown> => {
    throw new FlowError(
      "permission",
      `Step "${plan.step.name}" may not read results of other runs`,
    );
  };
}
