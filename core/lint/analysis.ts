/**
 * What `flow run` and `flow check` both begin with: the flows of a file, what is wrong with them,
 * and the local modules that they consist of. It is kept in a cache, since reading the source anew
 * takes most of the time that starting a run takes.
 *
 * @module
 */

import { lazy } from "../../store/lazy.ts";
import { FlowError } from "../../store/error.ts";
import { absolutePath } from "../../store/path.ts";
import type { Graph } from "../graph/graph.ts";
import { realPath } from "../graph/source/path.ts";
import { findProject, type Project } from "../graph/source/project.ts";
import type { ModuleSpecifier } from "../snapshot/modules.ts";
import { readCache, writeCache } from "./analysis_cache.ts";
import { cacheFolder } from "./cache_folder.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A file that belongs to a flow. */
export interface AnalysedModule {
  /** Absolute. */
  path: string;
  /** The file that the path leads to when links are followed. */
  realPath: string;
  /** `sha256:…` of the content. */
  digest: string;
  /** Bytes. */
  size: number;
  /** `asset`: imported with an attribute, or named by `new URL("…", import.meta.url)`. */
  kind: "module" | "asset";
  specifiers: ModuleSpecifier[];
  /** The content, as it was when it was analysed. */
  bytes(): Uint8Array<ArrayBuffer>;
}

/** Everything that is known of a flow file without running it. */
export interface Analysis {
  /** The file: absolute, links followed. */
  file: string;
  project: Project;
  graphs: Graph[];
  /** By file, line and column. */
  diagnostics: Diagnostic[];
  /** The flow file first. */
  modules: AnalysedModule[];
}

/** Options of {@linkcode analyse}. */
export interface AnalyseOptions {
  /**
   * Take the analysis from the cache when nothing has changed. A text names the cache's folder.
   *
   * @default {true}
   */
  cache?: boolean | string;
}

/**
 * Analyses a flow file. No user code runs, and nothing is loaded.
 *
 * @param file The path of a TypeScript or JavaScript file.
 * @throws {FlowError} `file-missing`.
 */
export async function analyse(file: string, options: AnalyseOptions = {}): Promise<Analysis> {
  const path = realPath(absolutePath(file));
  if (path === null || !Deno.statSync(path).isFile) {
    throw new FlowError("file-missing", `Cannot read "${file}": there is no such file`, {
      hint: "Give the path of the file that declares the flow.",
      exitCode: 2,
    });
  }
  const project = findProject(path);
  const folder = cacheOf(options.cache ?? true);
  const kept = folder === null ? null : await readCache(folder, path, project);
  if (kept !== null) return kept;
  const { analyseAfresh } = await lazy<typeof import("./analyse_afresh.ts")>(
    new URL("./analyse_afresh.ts", import.meta.url),
  );
  const { analysis, complete } = await analyseAfresh(path, project);
  if (folder !== null && complete) await writeCache(folder, analysis);
  return analysis;
}

function cacheOf(cache: boolean | string): string | null {
  return cache === true ? cacheFolder() : cache === false ? null : cache;
}
