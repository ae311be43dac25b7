import type { TaskHost } from "./host.ts";
import { nearest } from "./nearest.ts";
import type { PreparedFlow } from "./prepare.ts";
import { StepError } from "./step_error.ts";

/**
 * The error for a name that a step reads and nothing has set on the way to it.
 *
 * @param name What is read.
 * @param deleted Whether it was there, and this task deleted it.
 * @param flow The flow object.
 */
export function missingArtifact(
  name: string,
  deleted: boolean,
  flow: object,
  prepared: PreparedFlow,
  host: TaskHost,
): StepError {
  const { step } = host;
  if (deleted) {
    return new StepError("error", `Step "${step}" reads artifact "${name}" after deleting it`);
  }
  const setBy = host.setBy(name);
  if (setBy.length > 0) {
    const deletedBy = host.deletedBy(name);
    const message = `Step "${step}" reads artifact "${name}", which ` +
      (deletedBy.length > 0
        ? `is deleted or not set on the way here; it is ${listed("set", setBy)} and ` +
          listed("deleted", deletedBy)
        : `no step on the way here has set; it is ${listed("set", setBy)}`);
    if (host.inputs !== null) {
      return new StepError(
        "error",
        message,
        "A join starts without artifacts: read it from an input (inputs[0]." + name +
          "), or take it over with this.merge(inputs).",
      );
    }
    return new StepError(
      "error",
      message,
      setBy.includes(step) ? "Set it before it is read." : "Set it on every way to this step.",
    );
  }
  const message = `Step "${step}" reads artifact "${name}", which no step sets`;
  const { members, constants, declarations, steps } = prepared;
  const near = nearest(
    name,
    [
      ...Object.keys(flow),
      ...members.keys(),
      ...constants.keys(),
      ...declarations,
      ...steps.keys(),
    ].filter((candidate) => candidate !== name),
  );
  return new StepError("error", message, near === null ? "" : `Did you mean "${near}"?`);
}

function listed(verb: string, steps: readonly string[]): string {
  return `${verb} in ${steps.map((step) => `"${step}"`).join(", ")}`;
}
