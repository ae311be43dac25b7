import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import type { WorkerPermissions } from "../protocol/messages.ts";

/** A name that says what kind of failure an error stands for, set by whoever throws it. */
export const FAILURE_TYPE = Symbol.for("flow.failureType");

/** Where the flow's code was laid out, and where it came from: URLs of folders. */
export interface CodePlace {
  codeRoot: string;
  sourceRoot: string;
  /** What the step may do. */
  permissions?: WorkerPermissions;
}

const ACCESS = /^Requires \w+ access(?: to (.+?))?, run again with the --allow-(\w+) flag/s;
/** Errors that lead to an error, at most: a chain of them may be a ring. */
const MOST_CAUSES = 8;

/**
 * An error in the form in which it is kept. Anything can be thrown, so nothing is taken for granted.
 *
 * @param code Where the flow's code is: the first frame of the stack inside it is the place.
 */
export function errorRecord(thrown: unknown, code: CodePlace, step: string): ErrorRecord {
  if (!isError(thrown)) {
    return {
      name: "NonError",
      message: `Step "${step}" threw ${describe(thrown)}, which is not an Error`,
      stack: "",
      type: "error",
      hint: "Throw an Error: it carries the place where it was made.",
    };
  }
  const record: ErrorRecord = {
    name: text(() => thrown.name, "Error"),
    message: text(() => thrown.message, ""),
    stack: text(() => withCauses(thrown), ""),
    type: text(() => (thrown as { [FAILURE_TYPE]?: string })[FAILURE_TYPE], "error"),
  };
  const hint = text(() => (thrown as { hint?: string }).hint, "");
  if (hint !== "") record.hint = hint;
  const place = firstPlace(record.stack, code);
  if (place) Object.assign(record, place);
  // What was laid out for the run is the user's own file to them.
  record.stack = record.stack.replaceAll(code.codeRoot, code.sourceRoot);
  record.message = record.message.replaceAll(code.codeRoot, code.sourceRoot);
  const denied = deniedRight(thrown);
  if (denied !== null) {
    record.type = "permission";
    record.hint = permissionHint(denied, code.permissions, step);
    if (denied.direct) record.message = `Step "${step}" may not ${deed(denied)}`;
  }
  return record;
}

/** What a step was not allowed to do. */
interface DeniedRight {
  right: string;
  /** In quotes where it is a name; "" where everything of that kind was asked for. */
  what: string;
  /** The error itself says so, not one that led to it. */
  direct: boolean;
}

function deniedRight(thrown: Error): DeniedRight | null {
  let error: unknown = thrown;
  for (let depth = 0; isError(error) && depth < MOST_CAUSES; depth++) {
    const given: Error = error;
    const isDenial = ["NotCapable", "TypeError"].includes(text(() => given.name, ""));
    const access = isDenial ? ACCESS.exec(text(() => given.message, "")) : null;
    if (access) return { right: access[2]!, what: access[1] ?? "", direct: depth === 0 };
    error = causeOf(given);
  }
  return null;
}

function deed({ right, what }: DeniedRight): string {
  switch (right) {
    case "read":
      return `read ${what || "files"}`;
    case "write":
      return `write ${what || "files"}`;
    case "net":
      return what === "" ? "use the network" : `use the network address ${what}`;
    case "env":
      return what === "" ? "see the environment variables" : `see the environment variable ${what}`;
    case "run":
      return `run ${what || "programs"}`;
    case "sys":
      return `ask the system for ${what || "anything"}`;
    case "ffi":
      return `load ${what || "libraries"}`;
    case "all":
      return `reach ${what || "everything"}`;
    default:
      return `load a module from ${what || "elsewhere"}`;
  }
}

/** The line to add. */
function permissionHint(
  { right, what }: DeniedRight,
  permissions: WorkerPermissions | undefined,
  step: string,
): string {
  if (right === "import") {
    return "Import the module at the top of the file, so that it becomes part of the code package.";
  }
  if (right === "all") return "No right that a step can ask for reaches that far.";
  const name = /^"(.*)"$/s.exec(what)?.[1];
  const own = permissions?.[right as "net"];
  if (own === true || (Array.isArray(own) && name !== undefined && own.includes(name))) {
    return `The step has this right, but the run was started with --deny-${right}.`;
  }
  const value = name === undefined ? "true" : `[${JSON.stringify(name)}]`;
  return `Add @permissions({ ${right}: ${value} }) above @step of "${step}".`;
}

function causeOf(error: Error): unknown {
  try {
    return error.cause;
  } catch {
    return undefined;
  }
}

function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
  } catch {
    // A proxy may refuse even to be asked.
    return false;
  }
}

function text(get: () => unknown, otherwise: string): string {
  try {
    const value = get();
    return typeof value === "string" ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function withCauses(error: Error): string {
  let stack = String(error.stack ?? `${error.name}: ${error.message}`);
  let cause: unknown = error.cause;
  for (let depth = 0; cause !== undefined && depth < MOST_CAUSES; depth++) {
    stack += `\nCaused by: ${isError(cause) ? cause.stack ?? cause.message : describe(cause)}`;
    cause = isError(cause) ? cause.cause : undefined;
  }
  return stack;
}

function describe(value: unknown): string {
  try {
    if (typeof value === "function") return "a function";
    if (typeof value === "object" && value !== null) {
      return `an object: ${Deno.inspect(value, { depth: 2 }).slice(0, 200)}`;
    }
    if (value === null || value === undefined) return `${value}`;
    return `a ${typeof value}: ${Deno.inspect(value).slice(0, 200)}`;
  } catch {
    return "a value that cannot be shown";
  }
}

function firstPlace(
  stack: string,
  { codeRoot, sourceRoot }: CodePlace,
): { file: string; line: number; column: number } | null {
  for (const line of stack.split("\n")) {
    const at = line.indexOf(codeRoot);
    if (at < 0) continue;
    const match = /^(.*?):(\d+):(\d+)/.exec(line.slice(at + codeRoot.length));
    if (!match) continue;
    const file = pathBelow(sourceRoot, match[1]!);
    if (file !== null) return { file, line: Number(match[2]), column: Number(match[3]) };
  }
  return null;
}

/** A stack is text that anybody can have written: null where it leads elsewhere, or nowhere. */
function pathBelow(root: string, rest: string): string | null {
  const url = URL.parse(root + rest);
  if (url === null || !url.href.startsWith(root)) return null;
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
}
