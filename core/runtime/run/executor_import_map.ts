/**
 * The import map that an executor resolves modules by: `"flow"` is Flow itself, and the user's own
 * imports hold as well. Those that point into the project point into the code package instead.
 *
 * It is given as an import map and not as a `deno.json`, since Deno goes on looking for the
 * `deno.json` nearest to a module that a Worker loads, which is the user's own.
 *
 * @module
 */

import type { Project } from "../../graph/source/project.ts";
import { HOME } from "../../../store/home.ts";
import { sha256Hex } from "../../../store/objects/sha256.ts";
import { folderUrl } from "../../snapshot/code_package.ts";

/**
 * The text of the import map.
 *
 * @param code The folder that the code package is laid out in.
 */
export function executorImportMap(project: Project, code: string): string {
  const own = folderUrl(project.root);
  const there = folderUrl(code);
  const moved = (address: string): string =>
    address.startsWith(own) ? there + address.slice(own.length) : address;
  const entries = (given: Record<string, string>) =>
    Object.fromEntries(Object.entries(given).map(([key, address]) => [key, moved(address)]));
  const imports: Record<string, string> = {};
  const scopes: Record<string, Record<string, string>> = {};
  for (const map of project.maps.toReversed()) {
    Object.assign(imports, entries(map.imports));
    for (const [prefix, inside] of Object.entries(map.scopes)) {
      scopes[moved(prefix)] = entries(inside);
    }
  }
  imports.flow = HOME.imports.flow;
  scopes[HOME.root.href] = HOME.imports;
  return JSON.stringify({ imports, scopes });
}

/** Writes an import map where executors read it; equal ones share a file. */
export function writeImportMap(store: string, text: string): string {
  const bytes = new TextEncoder().encode(text);
  const path = `${store}/tmp/imports-${sha256Hex(bytes).slice(0, 16)}.json`;
  // Its content is not synced: after a loss of power there may be a file without it.
  if (!holds(path, bytes)) {
    Deno.mkdirSync(`${store}/tmp`, { recursive: true });
    const making = `${path}.${Deno.pid}`;
    Deno.writeFileSync(making, bytes);
    Deno.renameSync(making, path);
  }
  return path;
}

function holds(path: string, bytes: Uint8Array): boolean {
  try {
    const there = Deno.readFileSync(path);
    return there.length === bytes.length && there.every((byte, at) => byte === bytes[at]);
  } catch {
    return false;
  }
}
