import { joinPath, realPath } from "../graph/source/path.ts";
import type { Project } from "../graph/source/project.ts";
import type { AnalysedModule, Analysis } from "./analysis.ts";
import { analyser } from "./analyser.ts";
import { hasDecorators } from "./known_decorators.ts";
import { pruneCache } from "./prune_cache.ts";

/** An analysis as it is kept: files by their digests. */
interface Kept extends Omit<Analysis, "project" | "modules"> {
  /** What made the analysis: another version of Flow analyses again. */
  by: string;
  /** Options of decorators were checked. */
  decorators: boolean;
  root: string;
  configs: { path: string; digest: string }[];
  modules: Omit<AnalysedModule, "bytes">[];
}

/** The digest of bytes, as the store names it. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256:${hash.toHex()}`;
}

/**
 * The kept analysis of a file, if it is of this version of Flow and none of the files that it
 * depends on has changed since. Whatever is wrong with the cache, the answer is null.
 */
export async function readCache(
  folder: string,
  file: string,
  project: Project,
): Promise<Analysis | null> {
  try {
    const bytes = Deno.readFileSync(cachePath(folder, file));
    const digest = new TextDecoder().decode(bytes.subarray(0, DIGEST_LENGTH));
    const body = bytes.subarray(DIGEST_LENGTH);
    // All hashing runs side by side, off this thread.
    const intact = digestOf(body);
    const kept: Kept = JSON.parse(new TextDecoder().decode(body));
    if (kept.file !== file || kept.root !== project.root) return null;
    if (!kept.decorators && hasDecorators()) return null;
    const files = Promise.all([readModules(kept.modules), hasConfigs(project, kept.configs)]);
    if (kept.by !== analyser() || await intact !== digest) return null;
    const [modules, sameConfigs] = await files;
    if (modules === null || !sameConfigs) return null;
    return { file, project, graphs: kept.graphs, diagnostics: kept.diagnostics, modules };
  } catch {
    return null;
  }
}

/** Keeps an analysis. A cache that cannot be written is no error. */
export async function writeCache(folder: string, analysis: Analysis): Promise<void> {
  try {
    const { project, modules, ...rest } = analysis;
    const kept: Kept = {
      ...rest,
      by: analyser(),
      decorators: hasDecorators(),
      root: project.root,
      configs: await Promise.all(
        project.configs.map(async ({ path, bytes }) => ({ path, digest: await digestOf(bytes) })),
      ),
      modules: modules.map(({ bytes: _, ...module }) => module),
    };
    const body = new TextEncoder().encode(JSON.stringify(kept));
    const digest = new TextEncoder().encode(await digestOf(body));
    const bytes = new Uint8Array(digest.length + body.length);
    bytes.set(digest);
    bytes.set(body, digest.length);
    const path = cachePath(folder, analysis.file);
    Deno.mkdirSync(folder, { recursive: true });
    const making = `${path}.${Deno.pid}.${crypto.randomUUID().slice(0, 8)}`;
    Deno.writeFileSync(making, bytes);
    Deno.renameSync(making, path);
    pruneCache(folder);
  } catch {
    // The next time costs what this one did.
  }
}

const DIGEST_LENGTH = "sha256:".length + 64;

/** The modules with their content, or null if one is not what it was. */
async function readModules(kept: Kept["modules"]): Promise<AnalysedModule[] | null> {
  const modules = await Promise.all(kept.map(async (module): Promise<AnalysedModule | null> => {
    const bytes = contentOf(module.path);
    if (bytes?.length !== module.size || realPath(module.path) !== module.realPath) return null;
    return await digestOf(bytes) === module.digest ? { ...module, bytes: () => bytes } : null;
  }));
  return modules.every((module) => module !== null) ? modules : null;
}

function contentOf(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Deno.readFileSync(path);
  } catch {
    return null;
  }
}

async function hasConfigs(project: Project, kept: Kept["configs"]): Promise<boolean> {
  const same = await Promise.all(
    project.configs.map(async ({ path, bytes }, index) =>
      kept[index]?.path === path && kept[index]?.digest === await digestOf(bytes)
    ),
  );
  return same.length === kept.length && same.every(Boolean);
}

function cachePath(folder: string, file: string): string {
  const name = file.slice(file.lastIndexOf("/") + 1).replaceAll(/[^\w.-]/g, "_").slice(-60);
  return joinPath(folder, `${name}-${shortHash(file)}.json`);
}

/** Tells paths apart in file names; the path itself stands in the file. */
function shortHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 13);
  }
  return [a, b].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}
