import type { StepPolicy } from "../flow/policy.ts";
import type { Right, RightUse } from "../graph/graph.ts";

/** The rights that a step can ask for. */
export const RIGHTS: readonly Right[] = [
  "read",
  "write",
  "net",
  "env",
  "run",
  "sys",
  "ffi",
  "flows",
];

/** Whether a permission asks for anything at all. */
export function isAsked(value: boolean | string[] | undefined): boolean {
  return value === true || (Array.isArray(value) && value.length > 0);
}

/**
 * Whether a use may need no right after all: a step may read the flow's own files and write its
 * temporary folder, and which path is meant is not in the source.
 */
export function isOwn({ right, what }: RightUse): boolean {
  return (right === "read" || right === "write") && what === "";
}

/** Whether what a step asks for covers a use, as far as both are known. */
export function allows(policies: readonly StepPolicy[], { right, what }: RightUse): boolean {
  return policies.some(({ permissions, environment, secrets }) => {
    const granted = permissions?.[right];
    if (granted === true) return true;
    if (right === "env") {
      const own = [...Object.keys(environment ?? {}), ...(secrets ?? []).map(({ name }) => name)];
      if (own.length > 0 && (what === "" || own.includes(what))) return true;
    }
    if (!Array.isArray(granted) || granted.length === 0) return false;
    return what === "" || granted.some((entry) => covers(right, entry, what));
  });
}

function covers(right: Right, entry: string, what: string): boolean {
  switch (right) {
    case "read":
    case "write":
      return coversPath(entry, what);
    case "net":
      return coversHost(entry, what);
    case "env":
      return entry === what || (entry.endsWith("*") && what.startsWith(entry.slice(0, -1)));
    case "run":
      return entry === what || entry.endsWith("/" + what);
    default:
      return entry === what || right === "sys" || right === "ffi";
  }
}

function coversPath(entry: string, what: string): boolean {
  const [folder, path] = [entry, what].map((one) => one.replace(/^\.\//, "").replace(/\/+$/, ""));
  // One from the root and one relative cannot be compared without knowing the folder.
  if (folder!.startsWith("/") !== path!.startsWith("/")) return true;
  return folder === "." || folder === "" || path === folder || path!.startsWith(folder + "/");
}

function coversHost(entry: string, what: string): boolean {
  const host = what.replace(/:\d+$/, "");
  if (entry.startsWith("*.")) return host.endsWith(entry.slice(1));
  return entry === what || entry === host || entry.includes("/");
}

/** The decorator to add for a use. */
export function suggestion({ right, what }: RightUse): string {
  const value = what === "" || right === "sys" ? "true" : JSON.stringify([what]);
  return `@permissions({ ${right}: ${value} })`;
}
