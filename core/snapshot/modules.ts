/**
 * The local modules of a flow: everything that loading it reads from the project, and nothing else.
 * It becomes the run's code package, and what would lead out of the project is refused here, before
 * anything is loaded.
 *
 * @module
 */

import type { SourceFiles, SourceModule } from "../graph/source/files.ts";
import { isModulePath } from "../graph/source/parse.ts";
import { realPath } from "../graph/source/path.ts";
import type { Resolution } from "../graph/source/resolve.ts";
import type { Specifier } from "../graph/source/specifiers.ts";
import type { Diagnostic } from "../lint/diagnostic.ts";
import { checkImport } from "./import_rules.ts";

/** One place where a module names another, and where that leads. */
export interface ModuleSpecifier extends Specifier {
  target: Resolution;
}

/** A file of the project that a flow loads or may open. */
export interface LocalModule {
  /** Absolute. */
  path: string;
  /** The file that the path leads to when links are followed. */
  realPath: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** `asset`: imported with an attribute, or named by `new URL("…", import.meta.url)`. */
  kind: "module" | "asset";
  specifiers: ModuleSpecifier[];
}

/** The local modules that an entry leads to. */
export interface ModuleClosure {
  /** The entry first. */
  modules: LocalModule[];
  diagnostics: Diagnostic[];
  /** A file that is named is not there: what is true of the closure can change without it. */
  incomplete: boolean;
}

/**
 * Collects the local modules that a flow file leads to: by imports, re-exports, literal dynamic
 * imports, and literal URLs relative to the module.
 *
 * @param entry The flow file: an absolute path without symbolic links.
 * @param files Parses each module once, and knows the project.
 */
export function localModules(entry: string, files: SourceFiles): ModuleClosure {
  const closure: ModuleClosure = { modules: [], diagnostics: [], incomplete: false };
  const modules = new Set([entry]);
  const assets = new Set<string>();
  for (const path of modules) {
    const module = files.load(path);
    if (module === null) continue;
    const specifiers = module.specifiers.map((specifier) => ({
      ...specifier,
      target: files.resolve(specifier.specifier, module),
    }));
    add(closure, path, module.bytes, "module", specifiers);
    for (const specifier of specifiers) {
      const next = follow(specifier, module, files, closure);
      if (next !== null) (next.kind === "module" ? modules : assets).add(next.path);
    }
  }
  for (const path of assets) {
    const bytes = modules.has(path) ? null : files.bytes(path);
    if (bytes !== null) add(closure, path, bytes, "asset", []);
  }
  return closure;
}

function add(
  { modules }: ModuleClosure,
  path: string,
  bytes: LocalModule["bytes"],
  kind: LocalModule["kind"],
  specifiers: ModuleSpecifier[],
): void {
  modules.push({ path, realPath: realPath(path) ?? path, bytes, kind, specifiers });
}

/** Checks one import; the file to go on with, or null. */
function follow(
  specifier: ModuleSpecifier,
  module: SourceModule,
  files: SourceFiles,
  closure: ModuleClosure,
): { path: string; kind: LocalModule["kind"] } | null {
  // Types are gone before the program is loaded.
  if (specifier.kind === "type") return null;
  const found = checkImport(specifier, module, files);
  if (found.diagnostic !== null) closure.diagnostics.push(found.diagnostic);
  if (found.missing) closure.incomplete = true;
  if (found.path === null) return null;
  const kind = specifier.type === null && isModulePath(found.path) ? "module" : "asset";
  return { path: found.path, kind };
}
