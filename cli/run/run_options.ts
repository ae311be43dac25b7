import type { RightsCaps } from "../../core/runtime/pool/rights.ts";
import type { RunOptions } from "../../core/runtime/run/options.ts";
import type { GlobalOptions, OptionTable, OptionValues } from "../framework/command.ts";
import { usageError } from "../framework/usage_error.ts";

const RIGHTS = ["read", "write", "net", "env", "run", "sys", "ffi"] as const;
const INSPECT = "127.0.0.1:9229";
const SIZE_UNITS: Record<string, number> = { "": 1, k: 1e3, m: 1e6, g: 1e9 };

/** The options that `run`, `resume` and `step` have in common. */
export const RUN_OPTIONS = {
  tag: { kind: "list", short: "t", value: "TAG", help: "give the run a tag" },
  maxWorkers: {
    kind: "count",
    value: "N",
    min: 1,
    help: "tasks that run at a time; else the number of cores",
  },
  maxSplits: {
    kind: "count",
    value: "N",
    min: 1,
    help: "the most items of one foreach; else 1,000,000",
  },
  with: {
    kind: "list",
    value: "DECORATOR",
    help: "put a decorator on every step: retry:times=4,delay=2",
  },
  runIdFile: {
    kind: "text",
    value: "FILE",
    complete: "file",
    help: "write the run's pathspec to a file before its first task",
  },
  isolation: {
    kind: "text",
    value: "HOW",
    choices: ["warm", "fresh"],
    help: "whether tasks of a step share a process; warm if left out",
  },
  keepGoing: {
    kind: "flag",
    help: "after a failure go on with all that does not depend on it",
  },
  maxLogSize: {
    kind: "text",
    value: "SIZE",
    help: "kept of stdout and of stderr of an attempt, such as 500k; else 10M",
  },
  ...rightsOptions("allow", `give every step a right: ${RIGHTS.join(", ")}`),
  ...rightsOptions("deny", "refuse every step a right, or what is listed of it"),
  sandbox: {
    kind: "text",
    value: "HOW",
    choices: ["standard", "strict"],
    help: "strict puts executors into namespaces of the system too (Linux)",
  },
  inspect: {
    kind: "optional",
    value: "HOST:PORT",
    help: `wait for a debugger, else at ${INSPECT}`,
  },
  branch: { kind: "text", value: "NAME", help: "of a flow with @project: run as test.NAME" },
  production: { kind: "flag", help: "of a flow with @project: run as prod" },
  verbose: { kind: "flag", short: "v", help: "tell of every task and every line that it prints" },
} as const satisfies OptionTable;

type Right = (typeof RIGHTS)[number];

function rightsOptions<W extends "allow" | "deny">(word: W, help: string) {
  const family = `--${word}-RIGHT[=LIST]`;
  const entries = RIGHTS.map((right) => [
    optionKey(word, right),
    { kind: "optional", value: "LIST", family, help },
  ]);
  return Object.fromEntries(entries) as Record<
    `${W}${Capitalize<Right>}`,
    { kind: "optional"; value: string; family: string; help: string }
  >;
}

function optionKey<W extends "allow" | "deny">(word: W, right: Right) {
  return `${word}${right[0]!.toUpperCase()}${right.slice(1)}` as `${W}${Capitalize<Right>}`;
}

/** What the options tell the scheduler. */
export async function toRunOptions(
  options: OptionValues<typeof RUN_OPTIONS>,
  globals: GlobalOptions,
): Promise<Omit<RunOptions, "file">> {
  const { parseWith } = await import("../../core/runtime/run/plans.ts");
  const { maxWorkers, maxSplits, runIdFile, isolation, maxLogSize, inspect, branch } = options;
  return {
    tags: options.tag,
    with: options.with.map(parseWith),
    keepGoing: options.keepGoing,
    production: options.production,
    strict: options.sandbox === "strict",
    caps: capsOf(options),
    ...(maxWorkers === undefined ? {} : { maxWorkers }),
    ...(maxSplits === undefined ? {} : { maxSplits }),
    ...(runIdFile === undefined ? {} : { runIdFile }),
    ...(isolation === undefined ? {} : { isolation }),
    ...(maxLogSize === undefined ? {} : { maxLogSize: parseSize("--max-log-size", maxLogSize) }),
    ...(inspect === undefined ? {} : { inspect: inspect === true ? INSPECT : inspect }),
    ...(branch === undefined ? {} : { branch }),
    ...(globals.store === undefined ? {} : { store: globals.store }),
  };
}

function capsOf(options: OptionValues<typeof RUN_OPTIONS>): RightsCaps {
  const caps: RightsCaps = { allow: {}, deny: {} };
  for (const word of ["allow", "deny"] as const) {
    for (const right of RIGHTS) {
      const given = options[optionKey(word, right)];
      if (given === undefined) continue;
      caps[word][right] = given === true ? true : given.split(",").filter((item) => item !== "");
    }
  }
  return caps;
}

/** `500`, `500k`, `10M` or `1GB`. */
function parseSize(option: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text) ?? [];
  if (number === undefined) {
    throw usageError(`Option ${option} needs a size such as 500k or 10M, not "${text}"`);
  }
  return Math.floor(Number(number) * SIZE_UNITS[unit!.toLowerCase()]!);
}
