import { absolutePath, fileUrl, parentPath } from "../../../store/path.ts";
import { type ImportMap, importMapOf, importMapOfPackage } from "./import_map.ts";
import { parseJsonc } from "./jsonc.ts";
import { fromFileUrl, joinPath } from "./path.ts";

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
  readonly maps: ImportMap[];
  /** Configuration files that cannot be read. */
  readonly problems: { file: string; message: string }[];
}

/** A configuration file and what it holds. */
export interface ConfigFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
  kind: "deno" | "package" | "workspace" | "map";
}

/**
 * Finds the project of a flow file: a few questions a folder. Configuration files are read at once,
 * and taken apart when their import maps are asked for, since a check that is cached never asks.
 *
 * @param file The flow file's absolute path.
 */
export function findProject(file: string): Project {
  const project = new FoundProject(parentPath(file));
  let rooted = false;
  for (let folder = project.root;; folder = parentPath(folder)) {
    const inside = project.denoConfig !== null;
    const deno = firstFile(folder, ["deno.json", "deno.jsonc"]);
    const npm = inside || project.packageConfig !== null
      ? null
      : firstFile(folder, ["package.json"]);
    if (npm !== null) {
      project.packageConfig = npm;
      project.read(npm, "package");
    }
    if (deno !== null && !inside) {
      project.denoConfig = deno;
      project.read(deno, "deno");
    } else if (deno !== null && project.joinWorkspace(deno, folder)) {
      break;
    }
    if (!rooted && (deno !== null || npm !== null || isThere(joinPath(folder, ".git")))) {
      project.root = folder;
      rooted = true;
    }
    if (parentPath(folder) === folder) break;
  }
  return project;
}

class FoundProject implements Project {
  root: string;
  denoConfig: string | null = null;
  packageConfig: string | null = null;
  configs: ConfigFile[] = [];
  readonly problems: Project["problems"] = [];
  #maps: ImportMap[] | null = null;

  constructor(folder: string) {
    this.root = folder;
  }

  get maps(): ImportMap[] {
    return this.#maps ??= ["map", "deno", "workspace", "package"].flatMap((kind) =>
      this.configs.filter((config) => config.kind === kind).map((config) => this.#mapOf(config))
    );
  }

  /** Reads a configuration file, and the import map that it names. */
  read(path: string, kind: ConfigFile["kind"]): void {
    try {
      const bytes = Deno.readFileSync(path);
      this.configs.push({ path, bytes, kind });
      if (kind === "deno" && new TextDecoder().decode(bytes).includes('"importMap"')) {
        this.#readImportMap(path);
      }
    } catch (error) {
      this.problems.push({ file: path, message: (error as Error).message });
    }
  }

  /** Takes in the configuration further up if it is of a workspace that has this one in it. */
  joinWorkspace(path: string, folder: string): boolean {
    this.read(path, "workspace");
    const config = this.configs.at(-1);
    if (config?.path !== path) return false;
    if (listsMember(this.#parse(config), folder, parentPath(this.denoConfig!))) {
      this.root = folder;
      return true;
    }
    this.configs.pop();
    return false;
  }

  #readImportMap(path: string): void {
    const { importMap } = this.#parse(this.configs.at(-1)!) as { importMap?: unknown };
    if (typeof importMap !== "string" || /^https?:/.test(importMap)) return;
    this.read(fromFileUrl(new URL(importMap, fileUrl(path))), "map");
  }

  #mapOf(config: ConfigFile): ImportMap {
    const parsed = this.#parse(config);
    return config.kind === "package"
      ? importMapOfPackage(parsed)
      : importMapOf(parsed, config.path);
  }

  #parse({ path, bytes }: ConfigFile): unknown {
    try {
      return parseJsonc(new TextDecoder().decode(bytes)) ?? {};
    } catch (error) {
      if (!this.problems.some(({ file }) => file === path)) {
        this.problems.push({ file: path, message: (error as Error).message });
      }
      return {};
    }
  }
}

/** Whether the workspace of the configuration in `folder` has `member` as one of its folders. */
function listsMember(config: unknown, folder: string, member: string): boolean {
  const { workspace } = config as { workspace?: unknown };
  const list = Array.isArray(workspace)
    ? workspace
    : (workspace as { members?: unknown } | null | undefined)?.members;
  if (!Array.isArray(list)) return false;
  return list.some((entry) => {
    if (typeof entry !== "string") return false;
    const path = absolutePath(joinPath(folder, entry));
    return path.endsWith("*") ? parentPath(path) === parentPath(member) : path === member;
  });
}

function firstFile(folder: string, names: string[]): string | null {
  for (const name of names) {
    const path = joinPath(folder, name);
    if (isThere(path)) return path;
  }
  return null;
}

/** Whether there is something at `path`, as far as this user may see. */
function isThere(path: string): boolean {
  // Most answers are no, and an error's stack takes ten times as long as the question.
  const errors = Error as { stackTraceLimit?: number };
  const { stackTraceLimit } = errors;
  errors.stackTraceLimit = 0;
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  } finally {
    errors.stackTraceLimit = stackTraceLimit ?? 10;
  }
}
