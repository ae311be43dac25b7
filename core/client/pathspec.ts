import { FlowError } from "../../store/error.ts";

/** What a pathspec such as `Flow/7/score/12/mean` names. */
export interface Pathspec {
  flow: string;
  /** `latest` stands for the newest run of the flow. */
  run?: number | "latest";
  step?: string;
  task?: number;
  artifact?: string;
}

/** How far a pathspec can go. */
export type PathspecLevel = "flow" | "run" | "step" | "task" | "artifact";

const FORMS: Record<PathspecLevel, string> = {
  flow: "Flow",
  run: "Flow/7",
  step: "Flow/7/score",
  task: "Flow/7/score/12",
  artifact: "Flow/7/score/12/mean",
};

const LEVELS = Object.keys(FORMS) as PathspecLevel[];

/**
 * Reads a pathspec.
 *
 * @throws FlowError `bad-pathspec` (wrong use) where it is none.
 */
export function parsePathspec(text: string): Pathspec {
  const [flow, run, step, task, ...rest] = text.split("/");
  // An artifact's name may hold anything, also a slash.
  const artifact = rest.length > 0 ? rest.join("/") : undefined;
  if (!flow || run === "" || step === "" || task === "" || artifact === "") throw bad(text);
  return {
    flow,
    ...(run === undefined ? {} : { run: run === "latest" ? run : toNumber(run, text) }),
    ...(step === undefined ? {} : { step }),
    ...(task === undefined ? {} : { task: toNumber(task, text) }),
    ...(artifact === undefined ? {} : { artifact }),
  };
}

/** How far a pathspec goes. */
export function pathspecLevel(path: Pathspec): PathspecLevel {
  return path.artifact !== undefined
    ? "artifact"
    : path.task !== undefined
    ? "task"
    : path.step !== undefined
    ? "step"
    : path.run !== undefined
    ? "run"
    : "flow";
}

/**
 * Reads a pathspec that must name something of one level. A flow's name alone stands for its newest
 * run.
 *
 * @throws FlowError `bad-pathspec` (wrong use).
 */
export function parsePathspecOf(text: string, level: PathspecLevel): Required<Pathspec> {
  const path = parsePathspec(text);
  if (level === "run") path.run ??= "latest";
  if (pathspecLevel(path) !== level) throw bad(text, level);
  return path as Required<Pathspec>;
}

/** The text of a pathspec. */
export function formatPathspec(path: Pathspec): string {
  return [path.flow, path.run, path.step, path.task, path.artifact]
    .filter((part) => part !== undefined)
    .join("/");
}

function toNumber(part: string, text: string): number {
  const number = Number(part);
  if (!/^[1-9][0-9]*$/.test(part) || !Number.isSafeInteger(number)) throw bad(text);
  return number;
}

function bad(text: string, level?: PathspecLevel): FlowError {
  const wanted = level === undefined ? "a pathspec" : `the pathspec of a${an(level)} ${level}`;
  const forms = level === undefined
    ? LEVELS.map((each) => `"${FORMS[each]}"`).join(", ")
    : `"${FORMS[level]}"`;
  return new FlowError("bad-pathspec", `${JSON.stringify(text)} is not ${wanted}`, {
    hint: `It has the form ${forms}. Runs and tasks are numbered from 1.`,
    exitCode: 2,
  });
}

function an(level: PathspecLevel): string {
  return level === "artifact" ? "n" : "";
}
