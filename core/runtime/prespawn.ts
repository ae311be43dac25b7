/**
 * Starts executors before anything else of a run is known. Most steps ask for no rights, so
 * processes without any are what the first steps need; while they start, this process reads the flow.
 *
 * @module
 */

import { locateStore } from "../../store/find.ts";
import { absolutePath, parentPath } from "../../store/path.ts";
import { findProject, type Project } from "../graph/source/project.ts";
import { ExecutorProcess, type ProcessSpec } from "./pool/executor_process.ts";
import { Hub } from "./pool/hub.ts";
import { NO_CAPS, noRights } from "./pool/rights.ts";
import { lastRun } from "./run/last_run.ts";
import { executorImportMap, writeImportMap } from "./run/executor_import_map.ts";

/** What was started ahead, to be handed to `startRun`. */
export interface Prespawned {
  hub: Hub;
  store: string;
  project: Project;
  spares: ExecutorProcess[];
}

/**
 * Starts executors without rights for the flow in `file`. It waits for nothing: this process has
 * enough to do until the event loop turns again, and the executors are to start before all that.
 *
 * @param file The flow's file, `FILE` or `FILE:ClassName`.
 * @param store The store, where one was named.
 */
export function prespawn(file: string, store?: string): Prespawned | null {
  const path = absolutePath(file.replace(/:[A-Za-z_$][\w$]*$/, ""));
  try {
    if (!Deno.statSync(path).isFile) return null;
  } catch {
    return null;
  }
  const folder = parentPath(path);
  const located = locateStore({ from: folder, store });
  const project = findProject(path);
  try {
    const hub = new Hub(located);
    const last = lastRun(located, path);
    const code = last?.folder ?? null;
    // Without a code package the map is right as long as it names nothing in the project.
    const map = writeImportMap(located, executorImportMap(project, code ?? `${located}/code`));
    const spec = plainSpec(located, map, folder);
    const spares = [new ExecutorProcess(hub, spec, code)];
    if (last?.isParallel) spares.push(new ExecutorProcess(hub, spec, code));
    return { hub, store: located, project, spares };
  } catch {
    // A store that cannot be written: the run itself says so.
    return null;
  }
}

/** The spec of a process for a step that asks for nothing. */
function plainSpec(store: string, importMap: string, cwd: string): ProcessSpec {
  return {
    rights: noRights(),
    caps: NO_CAPS,
    env: [],
    memory: null,
    importMap,
    cwd,
    store,
    inspect: null,
    strict: false,
  };
}
