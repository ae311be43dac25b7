import type { Decorator } from "../graph/graph.ts";
import type { FlowPolicy, PermissionRequest, StepPolicy } from "./policy.ts";
import type { AppliedDecorator } from "./notes.ts";
import { flowDecoratorNamed, stepDecoratorNamed } from "./registry.ts";

type Right = Exclude<keyof PermissionRequest, "strict">;

function mergePermissions(a: PermissionRequest, b: PermissionRequest): PermissionRequest {
  const merged: PermissionRequest = { ...a };
  for (const [key, value] of Object.entries(b)) {
    if (key === "strict") {
      if (value === true) merged.strict = true;
      continue;
    }
    const right = key as Right;
    const before = merged[right];
    if (Array.isArray(before) && Array.isArray(value)) {
      merged[right] = [...new Set([...before, ...value as string[]])];
    } else if (before !== true && (value === true || !Array.isArray(before))) {
      merged[right] = value as boolean | string[];
    }
  }
  return merged;
}

function largest(a: number | undefined, b: number): number {
  return Math.max(a ?? 0, b);
}

/**
 * One policy of several.
 *
 * Cores and memory are the largest asked for; permissions, variables and secrets add up; cards too;
 * of retry, timeout and the artifact of a caught error, the last one holds.
 *
 * @param policies Those of the innermost decorator first.
 */
export function mergePolicies(policies: Iterable<StepPolicy>): StepPolicy {
  const merged: StepPolicy = {};
  for (const policy of policies) {
    const { cpu, memory, permissions, environment, secrets, cards, afterwards, ...others } = policy;
    Object.assign(merged, others);
    if (cpu !== undefined) merged.cpu = largest(merged.cpu, cpu);
    if (memory !== undefined) merged.memory = largest(merged.memory, memory);
    if (permissions !== undefined) {
      merged.permissions = mergePermissions(merged.permissions ?? {}, permissions);
    }
    if (environment !== undefined) {
      merged.environment = { ...merged.environment, ...environment };
    }
    if (secrets !== undefined) merged.secrets = [...merged.secrets ?? [], ...secrets];
    if (cards !== undefined) merged.cards = [...cards, ...merged.cards ?? []];
    if (afterwards !== undefined) merged.afterwards = largest(merged.afterwards, afterwards);
  }
  return merged;
}

/**
 * A decorator of the graph as the scheduler applies it: with its options as far as the source tells
 * them. Parts that it does not tell stay `{ $dynamic: source }`.
 */
export function appliedDecorator({ name, args }: Decorator): AppliedDecorator {
  const [first] = args;
  if (first === undefined) return { name, options: {} };
  return { name, options: first.kind === "literal" ? first.value : { $dynamic: first.source } };
}

/**
 * What a step asks of the scheduler by its decorators. Names that are not defined here (a user's
 * own decorators, seen from the scheduler) ask for nothing.
 *
 * @param decorators Outermost first.
 * @throws What a decorator throws for options that it does not take.
 */
export function stepPolicy(decorators: readonly AppliedDecorator[]): StepPolicy {
  return mergePolicies(
    decorators.toReversed().map(({ name, options }) =>
      stepDecoratorNamed(name)?.policy?.(options) ?? {}
    ),
  );
}

/**
 * What a flow asks of the scheduler by its decorators.
 *
 * @param decorators Outermost first.
 * @throws What a decorator throws for options that it does not take.
 */
export function flowPolicy(decorators: readonly AppliedDecorator[]): FlowPolicy {
  const merged: FlowPolicy = {};
  for (const { name, options } of decorators.toReversed()) {
    Object.assign(merged, flowDecoratorNamed(name)?.policy?.(options));
  }
  return merged;
}
