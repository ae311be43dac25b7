import type { Graph } from "../../core/graph/graph.ts";
import { absolutePath, exists, isAbsolute, parentPath } from "../../store/path.ts";
import type { OptionTable } from "../framework/command.ts";
import { suggest } from "../framework/suggest.ts";
import { usageError } from "../framework/usage_error.ts";

/** What a command line gives a flow, by name. */
export interface GivenParameters {
  params: Record<string, unknown>;
  /** Paths of configs. */
  configs: Record<string, string>;
}

/**
 * Picks the parameters of a flow out of the options that were given.
 *
 * @param configs What `--config NAME=PATH` gave.
 * @throws {FlowError} Where such a config is none of the flow.
 */
export function givenParameters(
  graph: Graph,
  values: Readonly<Record<string, unknown>>,
  given: ReadonlySet<string>,
  configs: readonly string[],
  reserved: OptionTable,
): GivenParameters {
  const found: GivenParameters = { params: {}, configs: {} };
  const folder = parentPath(graph.file);
  for (const { name, kind } of graph.parameters) {
    if (!given.has(name) || Object.hasOwn(reserved, name)) continue;
    if (kind === "config") found.configs[name] = locate(values[name] as string, folder);
    else if (kind === "file") found.params[name] = locate(values[name] as string, folder);
    else found.params[name] = values[name];
  }
  const names = graph.parameters.filter(({ kind }) => kind === "config").map(({ name }) => name);
  for (const config of configs) {
    const [, name, path] = /^([^=]*)=(.*)$/s.exec(config) ?? [];
    if (name === undefined) throw usageError(`Option --config needs NAME=PATH, not "${config}"`);
    if (!names.includes(name)) throw noConfig(graph, name, names);
    found.configs[name] = locate(path!, folder);
  }
  return found;
}

/** A path is taken from the flow file's folder, and where there is nothing, from the working folder. */
function locate(path: string, folder: string): string {
  if (isAbsolute(path)) return path;
  const ofFlow = absolutePath(path, folder);
  return exists(ofFlow) || !exists(path) ? ofFlow : absolutePath(path);
}

function noConfig(graph: Graph, name: string, names: readonly string[]): Error {
  const near = suggest(name, names);
  const hint = near !== undefined
    ? `Did you mean ${near}?`
    : names.length > 0
    ? `It has ${names.join(", ")}.`
    : "It has none.";
  return usageError(`Flow "${graph.flow}" has no config "${name}"`, hint);
}
