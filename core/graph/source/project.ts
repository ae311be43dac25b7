import { type ImportMap, importMapOf, importMapOfPackage } from "./import_map.ts";
import { parseJsonc } from "./jsonc.ts";
import { absolutePath, fromFileUrl, joinPath, parentPath, toFileUrl } from "./path.ts";

/** The folder that a flow file belongs to, and what the configuration files there say. */
export interface Project {
  /** The nearest folder upwards with a `deno.json`, `package.json` or `.git`, else the file's own. */
  root: string;
  /** The nearest `deno.json` or `deno.jsonc`, or null. */
  denoConfig: string | null;
  /** The nearest `package.json` below or beside it, or null. */
  packageConfig: string | null;
  /** Every configuration file that was read: these, a workspace's, an import map. */
  configs: ConfigFile[];
  /** In order of precedence. */
  maps: ImportMap[];
  /** Configuration files that cannot be read. */
  problems: { file: string; message: string }[];
}

/** A configuration file and what it holds. */
export interface ConfigFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Finds the project of a flow file. Cheap: a few `stat` calls a folder, and the configuration files
 * are read once.
 *
 * @param file The flow file's absolute path.
 */
export function findProject(file: string): Project {
  const project: Project = {
    root: parentPath(file),
    denoConfig: null,
    packageConfig: null,
    configs: [],
    maps: [],
    problems: [],
  };
  let rooted = false;
  let members: { folder: string; map: ImportMap } | null = null;
  for (let folder = parentPath(file);; folder = parentPath(folder)) {
    const deno = firstFile(folder, ["deno.json", "deno.jsonc"]);
    const npm = project.packageConfig === null && project.denoConfig === null
      ? firstFile(folder, ["package.json"])
      : null;
    if (npm !== null) {
      project.packageConfig = npm;
      project.maps.push(importMapOfPackage(readConfig(npm, project)));
    }
    if (deno !== null && project.denoConfig === null) {
      project.denoConfig = deno;
      const map = readDenoConfig(deno, project);
      project.maps.unshift(map);
      members = { folder, map };
    } else if (deno !== null && members !== null) {
      const config = readConfig(deno, project);
      if (listsMember(config, folder, members.folder)) {
        project.root = folder;
        project.maps.splice(1, 0, importMapOf(config, deno));
        break;
      }
      project.configs.pop();
    }
    if (!rooted && (deno !== null || npm !== null || exists(joinPath(folder, ".git")))) {
      project.root = folder;
      rooted = true;
    }
    if (parentPath(folder) === folder) break;
  }
  return project;
}

function readDenoConfig(file: string, project: Project): ImportMap {
  const config = readConfig(file, project);
  const external = (config as { importMap?: unknown } | null)?.importMap;
  if (typeof external !== "string" || /^https?:/.test(external)) return importMapOf(config, file);
  const path = fromFileUrl(new URL(external, toFileUrl(file)));
  return importMapOf(readConfig(path, project), path);
}

function readConfig(file: string, project: Project): unknown {
  try {
    const bytes = Deno.readFileSync(file);
    project.configs.push({ path: file, bytes });
    return parseJsonc(new TextDecoder().decode(bytes));
  } catch (error) {
    project.problems.push({ file, message: (error as Error).message });
    return null;
  }
}

/** Whether the workspace of the configuration in `folder` has `member` as one of its folders. */
function listsMember(config: unknown, folder: string, member: string): boolean {
  const workspace = (config as { workspace?: unknown } | null)?.workspace;
  const list = Array.isArray(workspace)
    ? workspace
    : (workspace as { members?: unknown } | null | undefined)?.members;
  if (!Array.isArray(list)) return false;
  return list.some((entry) => {
    if (typeof entry !== "string") return false;
    const path = absolutePath(joinPath(folder, entry.replace(/\/+$/, "")));
    return path.endsWith("*") ? parentPath(path) === parentPath(member) : path === member;
  });
}

function firstFile(folder: string, names: string[]): string | null {
  for (const name of names) {
    const path = joinPath(folder, name);
    if (exists(path)) return path;
  }
  return null;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
