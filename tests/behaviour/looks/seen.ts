import { keyOf } from "../model/expected.ts";

/** One try of a task. */
export interface SeenAttempt {
  status: string;
  /** Of its error: the type, and the message. */
  type: string | null;
  message: string | null;
}

/** A task as a look tells of it. Other tasks are named by their numbers. */
export interface RawTask {
  number: number;
  step: string;
  status: string;
  /** Positions in the foreachs that it is in, outermost first. */
  indexes: number[];
  parents: number[];
  children: number[];
  attempts: SeenAttempt[];
  /** The run that it was taken over from. */
  origin: string | null;
  /** Digests by name of all that it sees at its end. */
  artifacts: Record<string, string>;
  stdout: string[];
  stderr: string[];
}

/** What a look tells of a run. */
export interface RawRun {
  run: string;
  status: string;
  tags: string[];
  params: Record<string, unknown>;
  origin: string | null;
  /** The message of what made it fail. */
  error: string | null;
  /** Values of artifacts at its end, in the extended form of `docs/values.md`. */
  end: Record<string, unknown>;
  tasks: RawTask[];
}

/** A task; other tasks are named by their keys, which are the same in each run. */
export interface SeenTask extends Omit<RawTask, "parents" | "children"> {
  key: string;
  parents: string[];
  children: string[];
}

/** A run as it was seen. */
export interface SeenRun extends Omit<RawRun, "tasks"> {
  tasks: SeenTask[];
}

/** A way to look at runs. */
export interface Look {
  name: string;
  run(store: string, run: string): Promise<RawRun>;
  tags(store: string, run: string): Promise<string[]>;
}

/** Names tasks by where they are in the run. */
export function withKeys({ tasks, ...run }: RawRun): SeenRun {
  const turns = new Map<string, number>();
  const keys = new Map<number, string>();
  for (const { step, indexes, number } of tasks.toSorted((a, b) => a.number - b.number)) {
    const place = keyOf(step, indexes, 1);
    const turn = (turns.get(place) ?? 0) + 1;
    turns.set(place, turn);
    keys.set(number, keyOf(step, indexes, turn));
  }
  const named = (number: number) => keys.get(number) ?? `task ${number}, which is not there`;
  return {
    ...run,
    tasks: tasks.map((task) => ({
      ...task,
      key: named(task.number),
      parents: task.parents.map(named),
      children: task.children.map(named).sort(),
    })),
  };
}

/** Text as lines; an end of the last line makes no further one. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
