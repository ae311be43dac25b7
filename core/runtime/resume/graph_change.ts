import { FlowError } from "../../../store/error.ts";
import type { Graph, Step, Transition } from "../../graph/graph.ts";
import type { FinishedTask } from "./finished_tasks.ts";

/**
 * Refuses to take over tasks of steps that now lead elsewhere. Code may change as it likes; what is
 * taken over must fit the graph that goes on.
 *
 * @param before The graph of the origin run.
 * @throws {FlowError} `graph-changed`, naming the steps.
 */
export function refuseChanged(before: Graph, now: Graph, tasks: readonly FinishedTask[]): void {
  const old = new Map(before.steps.map((step) => [step.name, step]));
  const current = new Map(now.steps.map((step) => [step.name, step]));
  const changes: string[] = [];
  for (const name of new Set(tasks.map((task) => task.step))) {
    const change = changeOf(old.get(name), current.get(name));
    if (change !== null) changes.push(`"${name}" ${change}`);
  }
  if (changes.length === 0) return;
  throw new FlowError(
    "graph-changed",
    `The graph of "${now.flow}" has changed since that run: ${changes.join("; ")}`,
    {
      hint: "Resume from a step before the change (`flow resume FILE STEP`), or run it anew.",
      exitCode: 2,
    },
  );
}

function changeOf(old: Step | undefined, now: Step | undefined): string | null {
  if (old === undefined) return null;
  if (now === undefined) return "is no longer a step";
  if (old.join !== now.join) return now.join ? "has become a join" : "is no longer a join";
  const from = wayOn(old.transition);
  const to = wayOn(now.transition);
  return from === to ? null : `led ${from} and now leads ${to}`;
}

function wayOn(transition: Transition): string {
  switch (transition.kind) {
    case "linear":
      return `to ${transition.target}`;
    case "foreach":
      return `to ${transition.target} for each item`;
    case "branch":
      return `to ${transition.targets.join(" and ")}`;
    case "switch": {
      const targets = new Set(transition.cases.map((one) => one.target));
      return `to one of ${[...targets].sort().join(", ")}`;
    }
    default:
      return "nowhere";
  }
}
