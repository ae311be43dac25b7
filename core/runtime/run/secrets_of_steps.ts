import { lazy } from "../../../store/lazy.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";

/**
 * The secrets that steps ask for, each asked for once.
 *
 * @param folder What a path is relative to: the flow file's folder.
 * @returns Values by name, by step; without steps that ask for none.
 * @throws {FlowError} `secret-missing`.
 */
export async function secretsOfSteps(
  plans: ReadonlyMap<string, StepPlan>,
  folder: string,
): Promise<Map<string, Record<string, string>>> {
  const known = new Map<string, string>();
  const bySteps = new Map<string, Record<string, string>>();
  for (const [step, { policy }] of plans) {
    if (policy.secrets === undefined) continue;
    const { secretValue } = await lazy<typeof import("./secrets.ts")>(
      new URL("./secrets.ts", import.meta.url),
    );
    for (const source of policy.secrets) {
      const key = JSON.stringify(source);
      if (!known.has(key)) known.set(key, await secretValue(source, folder));
      const values = bySteps.get(step) ?? {};
      values[source.name] = known.get(key)!;
      bySteps.set(step, values);
    }
  }
  return bySteps;
}
