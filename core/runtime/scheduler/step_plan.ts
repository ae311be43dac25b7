import type { Graph, Step } from "../../graph/graph.ts";
import { targetsOf } from "../../graph/targets.ts";
import type { StepPolicy } from "../../flow/policy.ts";

/** All that the scheduler needs to know of a step, made once a run. */
export interface StepPlan {
  step: Step;
  policy: StepPolicy;
  /** `false` for code of the flow that runs outside of any step. */
  isStep?: false;
  /** `--with` decorators, for the step's realm. */
  extraDecorators: { name: string; options: unknown }[];
  /** Names that the step is known to read: they are sent along. */
  reads: Set<string>;
  /** It may read any name. */
  readsAny: boolean;
  /** Names that it is known to read of a join's inputs; empty when it may be any. */
  inputReads: string[];
}

/** Steps, those furthest from the start first. Loops are cut where they come back. */
export function deepestFirst(graph: Graph): string[] {
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const done = new Set<string>();
  const order: string[] = [];
  // An explicit stack: a graph may be thousands of steps long.
  const stack: { name: string; targets: string[] }[] = [];
  const open = (name: string) => {
    const step = steps.get(name);
    if (step === undefined || done.has(name)) return;
    done.add(name);
    stack.push({ name, targets: [...targetsOf(step.transition)] });
  };
  open(graph.start);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const target = top.targets.shift();
    if (target !== undefined) open(target);
    else order.push(stack.pop()!.name);
  }
  return order;
}
