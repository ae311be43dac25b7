import { stepDecorators } from "./hooks.ts";
import { mergePolicies } from "./merge_policy.ts";
import type { StepPolicy } from "./policy.ts";
import { type FlowClass, prepareFlow, stepOf } from "./prepare.ts";
import { stepDecoratorNamed } from "./registry.ts";
import { StepError } from "./step_error.ts";

/** What a flow's own decorators may ask for: what needs no right and no process of its own. */
export type OwnPolicy = Pick<StepPolicy, "retry" | "timeout" | "catchAs">;

const MAY_ASK: readonly string[] = ["retry", "timeout", "catchAs"];

/**
 * What a step asks of the scheduler by decorators that only the flow's own code knows. It runs that
 * code, and so belongs in the sandbox.
 *
 * @param known Decorators that the scheduler itself knows, and has asked already.
 * @throws {StepError} Where one asks for what must be known before the flow is loaded: rights,
 * memory, variables, secrets.
 */
export function ownPolicy(
  flowClass: FlowClass,
  step: string,
  known: readonly string[],
): OwnPolicy {
  const policies: StepPolicy[] = [];
  for (const { name, options } of stepDecorators(flowClass, stepOf(prepareFlow(flowClass), step))) {
    if (known.includes(name)) continue;
    const policy = stepDecoratorNamed(name)?.policy?.(options) ?? {};
    const refused = Object.keys(policy).filter((key) => !MAY_ASK.includes(key));
    if (refused.length > 0) {
      throw new StepError(
        "load",
        `Decorator "${name}" asks for ${refused.join(", ")}, which only Flow's own decorators can`,
        "Put @permissions, @resources, @environment or @secrets on the step itself.",
      );
    }
    policies.unshift(policy);
  }
  return mergePolicies(policies);
}
