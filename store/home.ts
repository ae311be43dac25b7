import config from "../deno.json" with { type: "json" };

/** Flow's own files, and what there is to know of them where they stand. */
export interface Home {
  /** Their folder, with a slash at its end. */
  readonly root: URL;
  /** What in it holds the modules that an executor loads. */
  readonly modules: readonly string[];
  /** Names that its modules import, and the addresses that they stand for. */
  readonly imports: Readonly<Record<string, string> & { flow: string }>;
  /** The digest of what it was built from; null where this is the source, which is edited. */
  readonly build: string | null;
  /** The list of all files that it was installed with; null where this is the source. */
  readonly manifest: URL | null;
}

const ROOT = new URL("../", import.meta.url);

/**
 * Where this Flow stands: its source. In a bundle `build/bundle/home.ts` is in the place of this
 * module, and nothing else has to know which of the two it is.
 */
export const HOME: Home = {
  root: ROOT,
  // Not the whole folder: a store may be in it.
  modules: ["mod.ts", "deno.json", "core", "plugins", "store"],
  imports: mapped(config.imports),
  build: null,
  manifest: null,
};

function mapped<Names extends Record<string, string>>(imports: Names): Names {
  const entries = Object.entries(imports).map(([name, address]) => [
    name,
    address.startsWith(".") ? new URL(address, ROOT).href : address,
  ]);
  return Object.fromEntries(entries);
}
