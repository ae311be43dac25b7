import { absolutePath, exists, parentPath } from "./path.ts";

/** The name of a store's folder. */
export const STORE_FOLDER = ".flow";

/** Which store is meant. */
export interface LocateOptions {
  /**
   * The folder to look upwards from: of the flow's file, or the working folder.
   *
   * @default the working folder
   */
  from?: string;
  /** The store's own folder, if the user named one; goes before everything else. */
  store?: string | undefined;
}

/**
 * The folder of the store to use: the one that `store` names, else the one that the environment
 * variable `FLOW_STORE` names, else the nearest `.flow` upwards from `from`, as git finds `.git`.
 * Where there is none, the place for a new one: in the project's root (the nearest folder upwards
 * that holds `deno.json`, `package.json` or `.git`), else in `from`.
 *
 * @returns An absolute path; there need not be anything at it.
 */
export function locateStore(options: LocateOptions = {}): string {
  const named = options.store || Deno.env.get("FLOW_STORE");
  if (named) return absolutePath(named);
  const from = absolutePath(options.from ?? ".");
  return findStore(from) ?? `${trimRoot(projectRoot(from))}/${STORE_FOLDER}`;
}

/** The nearest store upwards from folder `from`. */
export function findStore(from: string): string | undefined {
  for (const folder of upwards(from)) {
    const store = `${trimRoot(folder)}/${STORE_FOLDER}`;
    // A store that lost its database still counts: `flow store verify --repair` must find it.
    if (exists(`${store}/flow.db`, "file") || exists(`${store}/objects`, "folder")) return store;
  }
}

function projectRoot(from: string): string {
  const marks = ["deno.json", "deno.jsonc", "package.json", ".git"];
  for (const folder of upwards(from)) {
    if (marks.some((mark) => exists(`${trimRoot(folder)}/${mark}`))) return folder;
  }
  return absolutePath(from);
}

function* upwards(from: string): Generator<string> {
  let folder = absolutePath(from);
  for (;;) {
    yield folder;
    const parent = parentPath(folder);
    if (parent === folder) return;
    folder = parent;
  }
}

function trimRoot(folder: string): string {
  return folder.endsWith("/") ? folder.slice(0, -1) : folder;
}
