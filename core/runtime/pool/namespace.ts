/**
 * The strict sandbox: namespaces of the operating system around an executor, made by `bwrap`. Inside
 * there is nothing but the system's programs and libraries, Deno, Flow, and what the step asks for.
 *
 * @module
 */

import { FlowError } from "../../../store/error.ts";
import { absolutePath, parentPath } from "../../../store/path.ts";
import { denoCache } from "./deno_cache.ts";
import type { Rights } from "./rights.ts";

/** What of the system programs need to run, if it is there. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"];
const SYSTEM_FILES = [
  "alternatives",
  "ca-certificates",
  "group",
  "host.conf",
  "hosts",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "localtime",
  "nsswitch.conf",
  "passwd",
  "pki",
  "protocols",
  "resolv.conf",
  "services",
  "ssl",
].map((name) => `/etc/${name}`);

/** What decides how an executor's namespace looks. */
export interface NamespaceNeeds {
  rights: Rights;
  /** The working folder. */
  cwd: string;
  /** What the executor itself reads, and what it writes. */
  read: string[];
  write: string[];
  /** The store's folder, of which nothing else is to be seen. */
  store: string;
}

/** The arguments of `bwrap`, up to the program that it is to run. */
export function namespaceArguments(needs: NamespaceNeeds): string[] {
  const { rights, cwd, store } = needs;
  const readOnly = (paths: string[]) => paths.flatMap((path) => ["--ro-bind-try", path, path]);
  const writable = (paths: string[]) => paths.flatMap((path) => ["--bind-try", path, path]);
  const asked = (right: boolean | string[]) =>
    Array.isArray(right) ? right.map((path) => absolutePath(path, cwd)) : [];
  const whole = rights.write === true ? "--bind" : rights.read === true ? "--ro-bind" : null;
  return [
    "--die-with-parent",
    "--unshare-user",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    ...(rights.net === false ? ["--unshare-net"] : []),
    ...(whole === null
      ? [...readOnly([...SYSTEM, ...SYSTEM_FILES]), "--tmpfs", "/tmp"]
      : [whole, "/", "/"]),
    "--dev",
    "/dev",
    "--proc",
    "/proc",
    ...(whole === null ? ["--dir", cwd] : []),
    ...readOnly([Deno.execPath(), denoCache(), ...asked(rights.read)]),
    ...writable(asked(rights.write).map(nearestThere).filter((path) => path !== "/")),
    "--tmpfs",
    store,
    ...readOnly(needs.read),
    ...writable(needs.write),
    "--chdir",
    cwd,
  ];
}

/** The path, or the nearest folder above it: what is not there cannot be shown, only made. */
function nearestThere(path: string): string {
  try {
    Deno.lstatSync(path);
    return path;
  } catch {
    const above = parentPath(path);
    return above === path ? path : nearestThere(above);
  }
}

/**
 * Makes sure that there are namespaces here.
 *
 * @throws {FlowError} `sandbox-missing`.
 */
export async function requireNamespaces(): Promise<void> {
  const refuse = (why: string, hint: string) =>
    new FlowError("sandbox-missing", `There is no strict sandbox here: ${why}`, {
      hint,
      exitCode: 2,
    });
  if (Deno.build.os !== "linux") {
    throw refuse("it needs Linux", "Run without --sandbox strict, or on a Linux machine.");
  }
  const args = ["--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "true"];
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command("bwrap", { args, stdin: "null" }).output();
  } catch {
    throw refuse("bwrap is not installed", "Install bubblewrap with the system's package manager.");
  }
  if (output.success) return;
  const said = new TextDecoder().decode(output.stderr).trim();
  throw refuse(`bwrap fails: ${said}`, "The system must let this user make namespaces.");
}
