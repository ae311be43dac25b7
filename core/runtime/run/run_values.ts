import { lazy } from "../../../store/lazy.ts";
import type { ObjectStore } from "../../../store/objects/object_store.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";
import type { Executors } from "./executors.ts";
import type { LoadedFlow } from "./load_flow.ts";
import {
  fileValues,
  type GivenParameters,
  needsCode,
  parameterValue,
  plainParameters,
  type RunValues,
} from "./parameters.ts";

/**
 * The parameters, configs and files that a run begins with.
 *
 * @throws {FlowError} Where what was given does not fit, or something is missing.
 */
export async function runValues(
  loaded: LoadedFlow,
  given: GivenParameters,
  objects: ObjectStore,
  executors: Executors,
  plans: ReadonlyMap<string, StepPlan>,
): Promise<RunValues> {
  const { graph } = loaded;
  const fromFiles = await fileValues(graph, given, objects);
  if (needsCode(graph)) {
    const { resolveByCode } = await lazy<typeof import("./resolve_by_code.ts")>(
      new URL("./resolve_by_code.ts", import.meta.url),
    );
    const resolved = await resolveByCode(graph, given, executors, plans);
    return {
      values: [...resolved.values, ...fromFiles.values],
      shown: { ...resolved.shown, ...fromFiles.shown },
    };
  }
  const plain = plainParameters(graph, given);
  return {
    values: [
      ...[...plain].map(([name, value]) => parameterValue(objects, name, value)),
      ...fromFiles.values,
    ],
    shown: { ...Object.fromEntries(plain), ...fromFiles.shown },
  };
}
