import type { InputsHost } from "./host.ts";
import { StepError } from "./step_error.ts";

/** Which artifacts to merge: these only, or all but these. */
export interface MergeNames {
  include?: readonly string[];
  exclude?: readonly string[];
}

/** The error for a merge in a step that is no join. */
export function notAJoin(step: string): StepError {
  return new StepError(
    "error",
    `Cannot merge in step "${step}": it is no join`,
    "A join is a step that takes inputs: Inputs<…>.",
  );
}

/** The error for a merge of anything but the join's own inputs. */
export function notTheInputs(step: string): StepError {
  return new StepError(
    "error",
    `Step "${step}" merges something else than its inputs`,
    "Pass the argument of the join: this.merge(inputs).",
  );
}

function quoted(names: string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/**
 * Takes over the artifacts on which the inputs of a join agree.
 *
 * @param host Where the inputs come from.
 * @param step The name of the join.
 * @param already What the join has set itself, and so is left alone.
 * @returns The names that were taken over.
 * @throws {StepError} If inputs disagree, or none has a name of `include`.
 */
export function mergeInputs(
  host: InputsHost,
  step: string,
  { include, exclude }: MergeNames,
  already: string[],
): string[] {
  if (include !== undefined && exclude !== undefined) {
    throw new StepError(
      "error",
      `Step "${step}" merges with both include and exclude`,
      "Give one of them.",
    );
  }
  const result = host.merge({
    include: include === undefined ? null : [...include],
    exclude: [...exclude ?? []],
    already,
  });
  if ("conflicts" in result) {
    throw new StepError(
      "error",
      `Cannot merge ${quoted(result.conflicts)} in join "${step}": ` +
        "the inputs have different values",
      "Set it in the join before the merge, or leave it out with { exclude: [...] }.",
    );
  }
  if ("missing" in result) {
    throw new StepError(
      "error",
      `Cannot merge ${quoted(result.missing)} in join "${step}": no input has it`,
      "Take it out of include, or set it in a step before the join.",
    );
  }
  return result.taken;
}
