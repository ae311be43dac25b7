import { FlowError } from "../../store/error.ts";
import { didYouMean } from "../flow/nearest.ts";
import type { Reader } from "./reader.ts";

/** The error for a flow that has no runs in the store. */
export async function noFlow(reader: Reader, flow: string): Promise<FlowError> {
  const names = (await reader.flows()).map((info) => info.flow);
  const hint = names.length === 0
    ? "No flow has run in this store yet."
    : didYouMean(flow, names, "Flows that have runs");
  return missing(`There is no run of a flow "${flow}" in this store`, hint);
}

/** The error for a run that is not there, or for its flow. */
export async function noRun(
  reader: Reader,
  flow: string,
  number: number | "latest",
): Promise<FlowError> {
  const [latest] = await reader.runs({ flow, limit: 1 });
  if (latest === undefined) return await noFlow(reader, flow);
  return missing(`There is no run "${flow}/${number}"`, `The newest is "${latest.run}".`);
}

/** The error for a step that the flow does not have. */
export function noStep(run: string, step: string, names: string[]): FlowError {
  return missing(`Run "${run}" has no step "${step}"`, didYouMean(step, names, "Its steps"));
}

/** The error for a task that is not there. */
export function noTask(run: string, step: string, task: number, is?: string): FlowError {
  return is === undefined
    ? missing(`There is no task "${run}/${step}/${task}"`, "`task` numbers count over a whole run.")
    : missing(
      `Task ${task} of run "${run}" is not one of step "${step}"`,
      `Did you mean "${run}/${is}/${task}"?`,
    );
}

/** The error for an artifact that a task does not see. */
export function noArtifact(owner: string, name: string, names: string[], hint = ""): FlowError {
  const near = names.length === 0 ? "It has none." : didYouMean(name, names, "It has");
  return missing(`"${owner}" has no artifact "${name}"`, [near, hint].filter(Boolean).join(" "));
}

function missing(message: string, hint: string): FlowError {
  return new FlowError("not-found", message, hint === "" ? {} : { hint });
}
