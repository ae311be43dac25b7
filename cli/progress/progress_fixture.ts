import type { Transition } from "../../core/graph/graph.ts";
import type { RunEvent } from "../../core/runtime/events.ts";
import type { Sketch } from "./outline.ts";

/** A graph with the transitions named; for tests. */
export function graphOf(transitions: Record<string, Transition>, joins: string[] = []): Sketch {
  const steps = Object.entries(transitions).map(([name, transition]) => ({
    name,
    join: joins.includes(name),
    transition,
  }));
  return { start: steps[0]!.name, steps };
}

/** start → foreach score → gather (a join) → end */
export function foreachGraph(): Sketch {
  return graphOf({
    start: { kind: "foreach", target: "score", items: "this.items" },
    score: { kind: "linear", target: "polish" },
    polish: { kind: "linear", target: "gather" },
    gather: { kind: "linear", target: "end" },
    end: { kind: "end" },
  }, ["gather"]);
}

/** Makes events of one run, a millisecond apart. */
export class EventMaker {
  time = 1_000_000;

  of<T extends RunEvent["type"]>(
    type: T,
    rest: Omit<Extract<RunEvent, { type: T }>, "type" | "time" | "run">,
  ): RunEvent {
    return { type, time: this.time++, run: "Demo/1", ...rest } as unknown as RunEvent;
  }

  started(step: string, task: string, attempt = 1): RunEvent {
    return this.of("task_started", { step, task, attempt, pid: 1 });
  }

  succeeded(step: string, task: string, attempt = 1): RunEvent {
    return this.of("task_succeeded", { step, task, attempt, duration: 5 });
  }
}

/** An error of a step, for tests. */
export function errorOf(message: string): {
  name: string;
  message: string;
  stack: string;
  type: string;
} {
  return { name: "TypeError", message, stack: "", type: "error" };
}
