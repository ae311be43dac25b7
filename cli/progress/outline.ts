import type { Step, Transition } from "../../core/graph/graph.ts";

/** What of a graph is needed to put its steps in order. */
export interface Sketch {
  start: string;
  steps: readonly SketchStep[];
}

type SketchStep = Pick<Step, "name" | "join" | "transition">;

/** A step in the order in which it is shown. */
export interface OutlineStep {
  name: string;
  /** How many branches and foreaches it is inside of. */
  depth: number;
  /** Steps that have as many tasks as this one, each following it directly. */
  follows: string[];
}

/**
 * The steps of a graph from the start to the end: each after all the steps before it (as far as
 * loops let it), each with how deep it is nested.
 */
export function outline(graph: Sketch): OutlineStep[] {
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const depths = new Map<string, number>();
  const order: string[] = [];
  const seen = new Set<string>();
  // A walk in depth with a stack of its own: a flow may be a chain of thousands of steps.
  const visit = (name: string, depth: number) => {
    const stack = [{ name, left: enter(name, depth) }];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const next = top.left.pop();
      if (next === undefined) {
        order.push(top.name);
        stack.pop();
      } else if (!seen.has(next.name) && steps.has(next.name)) {
        stack.push({ name: next.name, left: enter(next.name, next.depth) });
      }
    }
  };
  const enter = (name: string, depth: number) => {
    const step = steps.get(name)!;
    seen.add(name);
    const own = Math.max(0, step.join ? depth - 1 : depth);
    depths.set(name, own);
    const inner = own + (opens(step.transition) ? 1 : 0);
    return targetsOf(step.transition).map((target) => ({ name: target, depth: inner }));
  };
  if (steps.has(graph.start)) visit(graph.start, 0);
  for (const { name } of graph.steps) if (!seen.has(name)) visit(name, 0);
  return order.reverse().map((name) => ({
    name,
    depth: depths.get(name)!,
    follows: followers(steps.get(name)!, steps),
  }));
}

/** The steps that a transition may lead to, each once. */
export function targetsOf(transition: Transition): string[] {
  switch (transition.kind) {
    case "linear":
    case "foreach":
      return [transition.target];
    case "branch":
      return [...new Set(transition.targets)];
    case "switch":
      return [...new Set(transition.cases.map(({ target }) => target))];
    default:
      return [];
  }
}

function opens(transition: Transition): boolean {
  return transition.kind === "foreach" || transition.kind === "branch";
}

function followers({ transition }: SketchStep, steps: Map<string, SketchStep>): string[] {
  if (transition.kind !== "linear" && transition.kind !== "branch") return [];
  return targetsOf(transition).filter((name) => steps.get(name)?.join === false);
}
