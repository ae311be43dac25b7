/**
 * What comes out of a made-up flow, told by walking over it: no queue, no processes, no store. It
 * shares nothing with the engine but the rules that the documents state.
 *
 * @module
 */

import assert from "node:assert/strict";
import { catches, faultKind, KEYS, NOTHING } from "./flow_source.ts";
import type { Act, Deed, MadeUp, Part } from "./made_up_flow.ts";

/** What a task sees, by name. */
export type Artifacts = ReadonlyMap<string, unknown>;

/** A task that a run should have. */
export interface ExpectedTask {
  step: string;
  status: "succeeded" | "caught" | "failed";
  /** The attempt at which it ended. */
  attempt: number;
  parents: ExpectedTask[];
  /** Its place in the innermost split that it is inside of. */
  splitIndex: number | null;
  artifacts: Artifacts;
}

/** Where the walk is: in which foreachs, and in which split. */
interface Where {
  stack: [index: number, size: number, value: string][];
  splitIndex: number | null;
}

interface Options {
  join?: boolean;
  mayCatch?: boolean;
  first?(set: Map<string, unknown>): void;
  last?(set: Map<string, unknown>): void;
}

/** A step has thrown. */
class Thrown {
  constructor(readonly message: string) {}
}

/** All tasks of a run in which everything is done that can be done. */
export function interpret(flow: MadeUp): ExpectedTask[] {
  const walk = new Walk();
  const begin = { stack: [], splitIndex: null };
  const start = walk.task("start", flow.start, [], begin, {
    first: (set) => set.set("list", []),
  });
  const last = start && walk.sequence(flow.parts, start, begin, "s");
  if (last) walk.task("end", flow.end, [last], begin, {});
  return walk.tasks;
}

class Walk {
  readonly tasks: ExpectedTask[] = [];

  /** @returns The last task; null where one has failed on the way. */
  sequence(
    parts: readonly Part[],
    from: ExpectedTask,
    where: Where,
    prefix: string,
  ): ExpectedTask | null {
    let last: ExpectedTask | null = from;
    for (const [at, part] of parts.entries()) {
      last = last && this.#part(part, last, where, `${prefix}${at}`);
    }
    return last;
  }

  #part(part: Part, from: ExpectedTask, where: Where, name: string): ExpectedTask | null {
    switch (part.kind) {
      case "step":
        return this.task(name, part.deed, [from], where, {});
      case "branch": {
        const split = this.task(name, part.deed, [from], where, {});
        if (split === null) return null;
        const ends = part.ways.map((way, at) =>
          this.sequence(way, split, { ...where, splitIndex: at }, `${name}w${at}_`)
        );
        return this.#join(`${name}j`, part.join, ends, where);
      }
      case "foreach": {
        const split = this.task(name, part.deed, [from], where, { mayCatch: false });
        if (split === null) return null;
        const place = split.artifacts.get("place");
        const ends = Array.from({ length: part.size }, (_, at) =>
          this.sequence(part.body, split, {
            stack: [...where.stack, [at, part.size, `${place}/${at}`]],
            splitIndex: at,
          }, `${name}b_`));
        return this.#join(`${name}j`, part.join, ends, where);
      }
      case "switch": {
        const key = KEYS[part.by][part.chosen]!;
        const choice = part.by === "text" ? key : JSON.parse(key);
        const judge = this.task(name, part.deed, [from], where, {
          mayCatch: false,
          last: (set) => set.set("choice", choice),
        });
        const at = part.chosen;
        const end = judge && this.sequence(part.ways[at]!, judge, where, `${name}w${at}_`);
        return end && this.task(`${name}x`, NOTHING, [end], where, {});
      }
      case "loop": {
        let last: ExpectedTask | null = from;
        for (let turn = 1; turn <= part.turns; turn++) {
          last = this.task(name, part.deed, [last], where, {
            mayCatch: false,
            first(set) {
              set.set("turns", { ...set.get("turns") as object, [name]: turn });
            },
          });
          last = last && this.sequence(part.body, last, where, `${name}b_`);
          last = last && this.task(`${name}q`, NOTHING, [last], where, {
            last: (set) => set.set("choice", turn < part.turns ? "on" : "off"),
          });
          if (last === null) return null;
        }
        return this.task(`${name}x`, NOTHING, [last], where, {
          first(set) {
            const { [name]: _, ...others } = set.get("turns") as Record<string, number>;
            set.set("turns", others);
          },
        });
      }
    }
  }

  #join(name: string, deed: Deed, ends: (ExpectedTask | null)[], where: Where) {
    const inputs = ends.filter((end) => end !== null);
    return inputs.length < ends.length
      ? null
      : this.task(name, deed, inputs, where, { join: true });
  }

  /** @returns Null where the task fails. */
  task(
    step: string,
    deed: Deed,
    parents: ExpectedTask[],
    where: Where,
    options: Options,
  ): ExpectedTask | null {
    const { join = false } = options;
    const before = new Map(join ? [] : parents[0]?.artifacts ?? []);
    const isCaught = catches(deed, options);
    const task: ExpectedTask = {
      step,
      status: "failed",
      attempt: 0,
      parents,
      splitIndex: where.splitIndex,
      artifacts: before,
    };
    this.tasks.push(task);
    let failure: unknown;
    let left = before;
    while (task.status === "failed" && task.attempt <= deed.retries) {
      task.attempt++;
      const set = new Map(before);
      try {
        this.#attempt(step, deed, parents, where, options, task.attempt, set);
        task.status = "succeeded";
        failure = undefined;
        left = set;
      } catch (error) {
        if (!(error instanceof Thrown)) throw error;
        const killed = error.message === "killed";
        failure = killed
          ? { type: "killed", message: "The step's process was killed by SIGKILL" }
          : { type: "error", message: error.message };
        // What a process had set that is gone is gone as well.
        left = killed ? before : set;
      }
    }
    if (isCaught) {
      left = new Map(left).set("failure", failure);
      if (task.status === "failed") task.status = "caught";
    }
    task.artifacts = left;
    return task.status === "failed" ? null : task;
  }

  /** Does what the step does to what it sees. */
  #attempt(
    step: string,
    deed: Deed,
    parents: ExpectedTask[],
    where: Where,
    options: Options,
    attempt: number,
    set: Map<string, unknown>,
  ): void {
    const inputs = parents.map(({ artifacts }) => artifacts);
    const own = new Set<string>();
    const put = (name: string, value: unknown) => {
      set.set(name, value);
      own.add(name);
    };
    const turns = inputs[0]?.get("turns") ?? {};
    const place = step + JSON.stringify([where.stack.map(([index]) => index), turns]);
    // The decorator sets it before the step runs, so a merge leaves it alone.
    if (catches(deed, options)) put("failure", undefined);
    put("turns", turns);
    put("where", where.stack);
    put("place", place);
    put("trace", [...inputs.flatMap((one) => one.get("trace") as string[] ?? []), place]);
    options.first?.(set);
    const act = (one: Act, at: number) => {
      if (one.do === "set") put(one.name, one.to === "same" ? "same" : `${place}!${at}`);
      else if (one.do === "delete") {
        set.delete(one.name);
        own.delete(one.name);
      } else if (one.do === "grow") {
        if (set.has("list")) put("list", [...set.get("list") as string[], place]);
      } else if (one.do === "take") {
        const input = inputs[one.input % inputs.length]!;
        if (input.has(one.name)) put(one.name, input.get(one.name));
      } else merge(step, one, inputs, own, put);
    };
    deed.before.forEach(act);
    if (deed.fault !== null && attempt <= deed.fault.attempts) {
      const killed = faultKind(deed, options.join ?? false) === "kill";
      throw new Thrown(killed ? "killed" : `trouble at ${place}`);
    }
    deed.after.forEach(act);
    options.last?.(set);
  }
}

function equal(one: unknown, other: unknown): boolean {
  try {
    assert.deepStrictEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

/** Takes over what all inputs agree on; what the join has set itself is settled. */
function merge(
  step: string,
  { how, names }: Extract<Act, { do: "merge" }>,
  inputs: readonly Artifacts[],
  own: ReadonlySet<string>,
  put: (name: string, value: unknown) => void,
): void {
  const all = [...new Set(inputs.flatMap((input) => [...input.keys()]))];
  const wanted = (how === "include" ? names : all).filter((name) =>
    !own.has(name) && (how !== "exclude" || !names.includes(name))
  );
  const has = (name: string) => inputs.filter((input) => input.has(name));
  const missing = wanted.filter((name) => has(name).length === 0);
  const conflicts = wanted.filter((name) =>
    has(name).some((input) => !equal(input.get(name), has(name)[0]!.get(name)))
  );
  const quoted = (list: string[]) => list.sort().map((name) => `"${name}"`).join(", ");
  if (missing.length > 0) {
    throw new Thrown(`Cannot merge ${quoted(missing)} in join "${step}": no input has it`);
  }
  if (conflicts.length > 0) {
    throw new Thrown(
      `Cannot merge ${quoted(conflicts)} in join "${step}": the inputs have different values`,
    );
  }
  for (const name of wanted) put(name, has(name)[0]!.get(name));
}
