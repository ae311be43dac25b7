import { FlowError } from "../../../store/error.ts";
import type { PermissionRequest } from "../../flow/policy.ts";
import type { WorkerPermissions } from "../protocol/messages.ts";

/** The kinds of rights that Deno knows and that a step can ask for. */
export const RIGHT_KINDS = ["read", "write", "net", "env", "run", "sys", "ffi"] as const;
export type RightKind = typeof RIGHT_KINDS[number];

/** `true` for all, a list, or `false` for none. */
export type Rights = Record<RightKind, boolean | string[]>;

/** `--allow-…` and `--deny-…` of the command line. */
export interface RightsCaps {
  allow: Partial<Record<RightKind, true | string[]>>;
  deny: Partial<Record<RightKind, true | string[]>>;
}

export const NO_CAPS: RightsCaps = { allow: {}, deny: {} };

/** What a step that asks for nothing has. */
export function noRights(): Rights {
  return { read: false, write: false, net: false, env: false, run: false, sys: false, ffi: false };
}

/** The rights of a step: what it asks for, widened by `--allow-…`. */
export function rightsOf(request: PermissionRequest | undefined, caps: RightsCaps): Rights {
  const rights = noRights();
  for (const kind of RIGHT_KINDS) {
    rights[kind] = union(normal(request?.[kind]), normal(caps.allow[kind]));
  }
  return rights;
}

/** The kinds that a step asks for and the command line forbids altogether. */
export function forbidden(request: PermissionRequest | undefined, caps: RightsCaps): RightKind[] {
  return RIGHT_KINDS.filter((kind) =>
    caps.deny[kind] === true && normal(request?.[kind]) !== false
  );
}

function normal(value: boolean | string[] | undefined): boolean | string[] {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? false : value;
}

function union(a: boolean | string[], b: boolean | string[]): boolean | string[] {
  if (a === true || b === true) return true;
  if (a === false) return b;
  if (b === false) return a;
  return [...new Set([...a, ...b])];
}

/** What the process of an executor needs besides the rights of its step. */
export interface ProcessNeeds {
  read: string[];
  write: string[];
  net: string[];
  env: string[];
  /** Never to be written, whatever a step may write. */
  denyWrite: string[];
}

/**
 * The flags of `deno run` for an executor: each kind of right by name, so that nothing is left to a
 * default.
 */
export function permissionFlags(rights: Rights, caps: RightsCaps, needs: ProcessNeeds): string[] {
  const flags = ["--no-prompt", "--no-remote", "--cached-only", "--deny-import"];
  const all: Rights = {
    ...rights,
    read: union(rights.read, needs.read),
    write: union(rights.write, needs.write),
    net: union(rights.net, needs.net),
    env: union(rights.env, normal(needs.env)),
  };
  for (const kind of RIGHT_KINDS) {
    const right = all[kind];
    if (right === false) flags.push(`--deny-${kind}`);
    else flags.push(right === true ? `--allow-${kind}` : `--allow-${kind}=${listed(right)}`);
    const denied = caps.deny[kind];
    const list = [
      ...(Array.isArray(denied) ? denied : []),
      ...(kind === "write" ? needs.denyWrite : []),
    ];
    if (right !== false && list.length > 0) flags.push(`--deny-${kind}=${listed(list)}`);
  }
  return flags;
}

/**
 * Deno splits lists at commas, and has no way to write one that is part of a path.
 *
 * @throws {FlowError} `path-comma`.
 */
function listed(values: string[]): string {
  const found = values.find((value) => value.includes(","));
  if (found === undefined) return values.join(",");
  throw new FlowError("path-comma", `Cannot give a step a right to "${found}": it has a comma`, {
    hint: "Rename the folder or file: Deno takes a comma for the end of a path.",
    exitCode: 2,
  });
}

/** The rights of the Worker: the step's, its code, and its temporary folder. */
export function workerPermissions(
  rights: Rights,
  own: { read: string[]; write: string[]; env: string[] },
): WorkerPermissions {
  return {
    ...rights,
    read: union(rights.read, own.read),
    write: union(rights.write, own.write),
    env: union(rights.env, normal(own.env)),
    import: false,
  };
}
