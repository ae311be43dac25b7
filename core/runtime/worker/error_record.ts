import type { ErrorRecord } from "../../../store/metadata/rows.ts";

/** A name that says what kind of failure an error stands for, set by whoever throws it. */
export const FAILURE_TYPE = Symbol.for("flow.failureType");

/** Where the flow's code was laid out, and where it came from: URLs of folders. */
export interface CodePlace {
  codeRoot: string;
  sourceRoot: string;
}

const ACCESS = /^Requires (\w+) access to (.+?), run again with the --allow-(\w+) flag/s;

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
  const hint = (thrown as { hint?: unknown }).hint;
  if (typeof hint === "string") record.hint = hint;
  // What was laid out for the run is the user's own file to them.
  record.stack = record.stack.replaceAll(code.codeRoot, code.sourceRoot);
  record.message = record.message.replaceAll(code.codeRoot, code.sourceRoot);
  const place = firstPlace(record.stack, code.sourceRoot);
  if (place) Object.assign(record, place);
  const access = ACCESS.exec(record.message);
  if (access && (record.name === "NotCapable" || record.name === "TypeError")) {
    record.type = "permission";
    record.message = `Step "${step}" may not ${verb(access[1]!)} ${access[2]!}`;
    record.hint = permissionHint(access[3]!, access[2]!, step);
  }
  return record;
}

function verb(right: string): string {
  switch (right) {
    case "read":
      return "read";
    case "write":
      return "write";
    case "net":
      return "connect to";
    case "env":
      return "see the environment variable";
    case "run":
      return "run";
    case "sys":
      return "ask the system for";
    case "ffi":
      return "load";
    default:
      return `have ${right} access to`;
  }
}

/** The line to add. */
function permissionHint(right: string, what: string, step: string): string {
  const quoted = /^"(.*)"$/s.exec(what);
  if (right === "import") {
    return "Import the module at the top of the file, so that it becomes part of the code package.";
  }
  const value = quoted ? `[${JSON.stringify(quoted[1])}]` : "true";
  return `Add @permissions({ ${right}: ${value} }) above @step of "${step}".`;
}

function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
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
  for (let depth = 0; cause !== undefined && depth < 8; depth++) {
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
    return `${value === null ? "" : `a ${typeof value}: `}${Deno.inspect(value).slice(0, 200)}`;
  } catch {
    return "a value that cannot be shown";
  }
}

function firstPlace(
  stack: string,
  root: string,
): { file: string; line: number; column: number } | null {
  for (const line of stack.split("\n")) {
    const at = line.indexOf(root);
    if (at < 0) continue;
    const match = /^(.*?):(\d+):(\d+)/.exec(line.slice(at));
    if (!match) continue;
    const file = decodeURIComponent(new URL(match[1]!).pathname);
    return { file, line: Number(match[2]), column: Number(match[3]) };
  }
  return null;
}
