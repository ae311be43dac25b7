import { StepError } from "./step_error.ts";

/** Where a run belongs in its project. */
export interface CurrentProject {
  readonly name: string;
  /** `user.NAME`, `test.B` or `prod`. */
  readonly branch: string;
  readonly production: boolean;
}

/** What is known of the task that runs. */
export interface Current {
  readonly flow: string;
  /** The run's pathspec: `Flow/7`. */
  readonly run: string;
  readonly step: string;
  /** The task's number in its run. */
  readonly task: number;
  /** 1 at the first try. */
  readonly attempt: number;
  /** `Flow/7/score/12`. */
  readonly pathspec: string;
  /** Parameters by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The run's tags. `current.tags.add("x")` tags the run. */
  readonly tags: RunTags;
  /** A folder of this attempt's own, which it may write to. It goes when the attempt ends. */
  readonly tempDir: string;
  /** The run that a resumed run took results from, else null. */
  readonly originRun: string | null;
  /** null without `@project`. */
  readonly project: CurrentProject | null;
  /** Fires when the task is cancelled or times out. */
  readonly signal: AbortSignal;
}

const names = [
  "flow",
  "run",
  "step",
  "task",
  "attempt",
  "pathspec",
  "parameters",
  "tags",
  "tempDir",
  "originRun",
  "project",
  "signal",
] as const;

/** What {@linkcode setCurrent} is given. */
export interface CurrentValues extends Omit<Pick<Current, (typeof names)[number]>, "tags"> {
  /** The tags as the task begins. */
  readonly tags: Iterable<string>;
  /** Called when the step adds or removes a tag; throws if that is not allowed. */
  changeTag(change: "add" | "remove", tag: string): void;
  /** Called with what a card of the task shows from now on; see {@linkcode cardKeeper}. */
  keepCard(id: string, kind: CardKind, text: string): void;
}

/** How the content of a card is told: as plain data, or as HTML that the flow has made. */
export type CardKind = "json" | "text";

/** The tags of the run. Changing the set changes the run. */
export class RunTags extends Set<string> {
  readonly #change: CurrentValues["changeTag"];

  constructor(tags: Iterable<string>, change: CurrentValues["changeTag"]) {
    super();
    for (const tag of tags) super.add(tag);
    this.#change = change;
  }

  /** Adds a tag to the run. */
  override add(tag: string): this {
    if (typeof tag !== "string" || tag.trim() === "") {
      throw new StepError("error", `Cannot add tag ${JSON.stringify(tag)}: it is empty`);
    }
    if (!this.has(tag)) this.#change("add", tag);
    return super.add(tag);
  }

  /** Takes a tag from the run. */
  override delete(tag: string): boolean {
    if (this.has(tag)) this.#change("remove", tag);
    return super.delete(tag);
  }

  /** The same as {@linkcode delete}. */
  remove(tag: string): boolean {
    return this.delete(tag);
  }

  /** Takes all tags from the run. */
  override clear(): void {
    for (const tag of this) this.delete(tag);
  }
}

let values: CurrentValues | null = null;
let tags: RunTags | null = null;

function valueOf(name: (typeof names)[number]): unknown {
  if (values === null) {
    throw new StepError(
      "error",
      `Cannot read current.${name} outside of a running task`,
      "Read it inside a step, not while the module loads.",
    );
  }
  if (name !== "tags") return values[name];
  const task = values;
  return tags ??= new RunTags(task.tags, (change, tag) => task.changeTag(change, tag));
}

/**
 * The task that runs: where it is in its run, and what the run was started with.
 *
 * @example
 * ```ts
 * import { current } from "flow";
 *
 * console.log(`${current.pathspec}, attempt ${current.attempt}`);
 * ```
 */
export const current: Current = Object.defineProperties(
  {},
  Object.fromEntries(
    names.map((name) => [name, { enumerable: true, get: () => valueOf(name) }]),
  ),
) as Current;

/** Adds what a plugin knows of the task that runs. */
export function defineCurrent(name: string, get: () => unknown): void {
  Object.defineProperty(current, name, { get });
}

/** Keeps what a card shows, in place of what was kept before. */
export type KeepCard = CurrentValues["keepCard"];

/**
 * What keeps cards of the task that runs now, and of no other: code of a task that has ended may
 * still run. Ids are those that the step's policy names (`StepPolicy.cards`).
 */
export function cardKeeper(): KeepCard {
  const task = values;
  return (id, kind, text) => {
    if (task !== null && task === values) task.keepCard(id, kind, text);
  };
}

/** Says which task runs now; null when none does. The Worker calls it before each task. */
export function setCurrent(next: CurrentValues | null): void {
  values = next;
  tags = null;
}
