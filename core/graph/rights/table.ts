import type { Right } from "../graph.ts";

/** What the first argument of a call names: a path, an address, a plain name, or nothing of use. */
export type Argument = "path" | "address" | "name" | "none";

/** A right that an API needs. */
export interface ApiRight {
  right: Right;
  argument: Argument;
}

const DENO: Record<Argument, Partial<Record<Right, string>>> = {
  path: {
    read: "readFile readTextFile readDir readLink open stat lstat realPath watchFs",
    write: "writeFile writeTextFile mkdir remove create truncate chmod chown utime",
    ffi: "dlopen",
  },
  address: { net: "connect connectTls listen listenTls listenDatagram serve resolveDns startTls" },
  name: { run: "Command" },
  none: {
    read: "rename copyFile",
    write: "rename copyFile symlink link makeTempDir makeTempFile",
    sys: "hostname osRelease osUptime loadavg networkInterfaces systemMemoryInfo uid gid",
    env: "env",
    run: "kill",
  },
};

const FILES: Partial<Record<Right, string>> = {
  read:
    "readFile readdir readlink open opendir stat lstat realpath access exists watch watchFile " +
    "createReadStream openAsBlob glob",
  write:
    "writeFile appendFile mkdir rm rmdir unlink truncate chmod chown utimes createWriteStream " +
    "mkdtemp rename copyFile cp symlink link",
};

const NODE_MODULES: Record<string, Right> = {
  child_process: "run",
  cluster: "run",
  os: "sys",
  net: "net",
  tls: "net",
  http: "net",
  https: "net",
  http2: "net",
  dgram: "net",
  dns: "net",
  "dns/promises": "net",
};

const GLOBALS: Record<string, ApiRight> = {
  fetch: { right: "net", argument: "address" },
  WebSocket: { right: "net", argument: "address" },
  EventSource: { right: "net", argument: "address" },
};

const DENO_APIS = index(DENO);
const FILE_APIS = index({ path: FILES });

/** The rights that `Deno.name` needs. */
export function rightsOfDeno(name: string): ApiRight[] {
  return DENO_APIS.get(withoutSync(name)) ?? [];
}

/** The rights that export `name` of the Node module `module` (without `node:`) needs. */
export function rightsOfNode(module: string, name: string): ApiRight[] {
  if (module === "fs" || module === "fs/promises") return FILE_APIS.get(withoutSync(name)) ?? [];
  if (!Object.hasOwn(NODE_MODULES, module)) return [];
  const right = NODE_MODULES[module]!;
  return [{ right, argument: right === "run" ? "name" : "none" }];
}

/** The rights that the global `name` needs. */
export function rightsOfGlobal(name: string): ApiRight[] {
  return Object.hasOwn(GLOBALS, name) ? [GLOBALS[name]!] : [];
}

function withoutSync(name: string): string {
  return name.endsWith("Sync") ? name.slice(0, -4) : name;
}

function index(table: Partial<typeof DENO>): Map<string, ApiRight[]> {
  const apis = new Map<string, ApiRight[]>();
  for (const [argument, rights] of Object.entries(table)) {
    for (const [right, names] of Object.entries(rights)) {
      for (const name of names.split(" ")) {
        const entry = { right: right as Right, argument: argument as Argument };
        apis.set(name, [...apis.get(name) ?? [], entry]);
      }
    }
  }
  return apis;
}
