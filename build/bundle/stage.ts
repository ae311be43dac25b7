import { dirname } from "node:path/posix";
import { PROJECT } from "./bundler.ts";

/** What a bundle is made of. */
export interface Staged {
  /** Texts of all modules that are reached, by their paths in the project. */
  modules: Map<string, string>;
  /** Modules that are loaded by an address, and the names of their files in the bundle. */
  entries: Map<string, string>;
  /** Packages of npm that are loaded by name, and the names of their files in the bundle. */
  packages: Map<string, string>;
  /** Files, and folders of files, that are read by an address. */
  assets: Set<string>;
}

const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]*\.ts)"/g;
const ADDRESS = /new URL\(\s*"([^"]+)",\s*import\.meta\.url,?\s*\)/g;
const LAZY_PACKAGE = /(lazy<[^;]*?>)\(\s*"((?!node:)[^."][^"]*)",?\s*\)/g;
/** Comments, which may show code. */
const COMMENT = /^\s*\/\*\*[\s\S]*?\*\//gm;
/** What names modules and loads none. */
const TYPES = /^(?:import|export) type [^;]*;|typeof import\([^)]*\)/gm;

/**
 * Follows imports and addresses from the entries, and rewrites addresses to what stands beside each
 * other in a bundle: its files are all in one folder, whatever module a piece of them comes from.
 *
 * @param entries Modules and the names of their files, without `.js`.
 * @param replaced Modules that others stand in the place of.
 */
export async function stage(
  entries: Record<string, string>,
  replaced: Record<string, string>,
): Promise<Staged> {
  const staged: Staged = {
    modules: new Map(),
    entries: new Map(Object.entries(entries)),
    packages: new Map(),
    assets: new Set(),
  };
  const reached = new Set(staged.entries.keys());
  for (const path of reached) {
    const source = replaced[path] ?? await Deno.readTextFile(new URL(path, PROJECT));
    const code = source.replaceAll(COMMENT, "");
    const text = path in replaced ? code : rewrite(code, path, staged);
    staged.modules.set(path, text);
    for (const [, specifier] of text.replaceAll(TYPES, "").matchAll(IMPORT)) {
      reached.add(beside(path, specifier!));
    }
    for (const entry of staged.entries.keys()) reached.add(entry);
  }
  return staged;
}

function rewrite(text: string, path: string, staged: Staged): string {
  const address = (name: string) => `new URL(${JSON.stringify(`./${name}`)}, import.meta.url)`;
  return text
    .replaceAll(ADDRESS, (_, specifier: string) => {
      const target = beside(path, specifier);
      if (target === "" || target.startsWith("..")) {
        throw new Error(
          `Cannot bundle ${path}: "${specifier}" is no file of the project; HOME says where it is`,
        );
      }
      if (!target.endsWith(".ts")) {
        staged.assets.add(target);
        // A slash at the end stays: it is there to resolve names against.
        return address(target + (specifier.endsWith("/") ? "/" : ""));
      }
      const name = staged.entries.get(target) ?? fileName(target);
      staged.entries.set(target, name);
      return address(`${name}.js`);
    })
    .replaceAll(LAZY_PACKAGE, (_, call: string, name: string) => {
      staged.packages.set(name, `npm.${fileName(name)}`);
      return `${call}(${address(`npm.${fileName(name)}.js`)})`;
    });
}

/** `core/lint/analysis.ts` → `core.lint.analysis`. */
function fileName(path: string): string {
  return path.replace(/\.ts$/, "").replace(/^@/, "").replaceAll("/", ".");
}

/** The path in the project of what `specifier` names in the module at `path`. */
function beside(path: string, specifier: string): string {
  const folder = new URL(`${dirname(path)}/`, "file:///project/");
  const { pathname } = new URL(specifier, folder);
  if (!pathname.startsWith("/project/")) return "..";
  return pathname.slice("/project/".length).replace(/\/$/, "");
}
