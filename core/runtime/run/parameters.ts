import { FlowError } from "../../../store/error.ts";
import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { encode } from "../../../store/objects/codec.ts";
import { digestSync } from "../../../store/objects/digest.ts";
import type { ObjectStore } from "../../../store/objects/object_store.ts";
import { absolutePath, parentPath } from "../../../store/path.ts";
import { coerceParameter } from "../../flow/coerce_parameter.ts";
import type { Graph, ParameterDefinition } from "../../graph/graph.ts";
import type { VisibleRef } from "../scheduler/live_task.ts";
import { parseConfig } from "./parse_config.ts";

/** What the user gave a run, by name. */
export interface GivenParameters {
  /** Text (or several texts) from the command line and environment, or values from a program. */
  params: Readonly<Record<string, unknown>>;
  /** Paths of configs, from the folder of the flow's file. */
  configs: Readonly<Record<string, string>>;
}

/** A value that a run begins with. */
export interface RunValue {
  name: string;
  ref: VisibleRef;
  /** null where the object is in the store already. */
  bytes: Uint8Array<ArrayBuffer> | null;
}

/** The values that a run begins with, and how they are shown. */
export interface RunValues {
  values: RunValue[];
  shown: Record<string, unknown>;
}

/** The environment variable of a parameter: `minVotes` → `FLOW_PARAM_MIN_VOTES`. */
export function parameterVariable(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(
    /([A-Z])([A-Z][a-z])/g,
    "$1_$2",
  );
  return `FLOW_PARAM_${words.toUpperCase()}`;
}

/** What was given for a parameter: the option before the environment. */
export function givenFor(parameter: ParameterDefinition, given: GivenParameters): unknown {
  return given.params[parameter.name] ?? Deno.env.get(parameterVariable(parameter.name));
}

/** Whether only the flow's own code can tell the parameters' values. */
export function needsCode(graph: Graph): boolean {
  return graph.parameters.some((one) => one.kind === "param" && one.dynamic);
}

/**
 * The values of parameters that the source tells all about.
 *
 * @throws {FlowError} `parameter-invalid`, `parameter-missing`.
 */
export function plainParameters(graph: Graph, given: GivenParameters): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const parameter of graph.parameters) {
    if (parameter.kind !== "param") continue;
    const value = givenFor(parameter, given);
    if (value !== undefined) values.set(parameter.name, coerced(parameter, value));
    else if (parameter.default?.kind === "literal") {
      values.set(parameter.name, parameter.default.value);
    } else if (parameter.required) throw missing(parameter);
  }
  return values;
}

/** Refuses names that the flow has no parameter of. */
export function refuseUnknown(graph: Graph, given: GivenParameters): void {
  const names = graph.parameters.map((one) => one.name);
  for (const name of [...Object.keys(given.params), ...Object.keys(given.configs)]) {
    if (names.includes(name)) continue;
    throw new FlowError("parameter-unknown", `Flow "${graph.flow}" has no parameter "${name}"`, {
      hint: names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`,
      exitCode: 2,
    });
  }
}

function coerced(parameter: ParameterDefinition, value: unknown): unknown {
  try {
    return coerceParameter(parameter, value);
  } catch (error) {
    throw new FlowError("parameter-invalid", (error as Error).message, {
      exitCode: 2,
      place: parameter.location,
    });
  }
}

function missing(parameter: ParameterDefinition): FlowError {
  const option = parameter.name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  return new FlowError("parameter-missing", `Parameter "${parameter.name}" has no value`, {
    hint: `Give it with --${option} or ${parameterVariable(parameter.name)}.`,
    place: parameter.location,
    exitCode: 2,
  });
}

/** A value of a parameter, encoded. */
export function parameterValue(objects: ObjectStore, name: string, value: unknown): RunValue {
  const { kind, bytes } = encode(value);
  const digest = digestSync(bytes, objects.algorithm);
  return { name, ref: { digest, kind, size: bytes.length, is: "param" }, bytes };
}

/** Configs and files: read, parsed and put into the store. */
export async function fileValues(
  graph: Graph,
  given: GivenParameters,
  objects: ObjectStore,
): Promise<RunValues> {
  const values: RunValue[] = [];
  const shown: Record<string, unknown> = {};
  for (const parameter of graph.parameters) {
    if (parameter.kind === "param") continue;
    const path = pathFor(graph, parameter, given);
    if (path === null) {
      if (parameter.required) throw missing(parameter);
      continue;
    }
    shown[parameter.name] = path;
    values.push(
      parameter.kind === "config"
        ? await configValue(parameter, path, objects)
        : await fileValue(parameter, path, objects),
    );
  }
  return { values, shown };
}

function pathFor(
  graph: Graph,
  parameter: ParameterDefinition,
  given: GivenParameters,
): string | null {
  const folder = parentPath(graph.file);
  const option = parameter.kind === "config"
    ? given.configs[parameter.name] ?? given.params[parameter.name]
    : given.params[parameter.name];
  if (typeof option === "string") return absolutePath(option, folder);
  const variable = Deno.env.get(parameterVariable(parameter.name));
  if (variable !== undefined) return absolutePath(variable, folder);
  const fallback = parameter.default;
  if (fallback?.kind !== "literal" || typeof fallback.value !== "string") return null;
  return absolutePath(fallback.value, folder);
}

async function configValue(
  parameter: ParameterDefinition,
  path: string,
  objects: ObjectStore,
): Promise<RunValue> {
  const text = new TextDecoder().decode(await readInput(parameter, path));
  try {
    const value = await parseConfig(path, text);
    const found = parameterValue(objects, parameter.name, value);
    return { ...found, ref: { ...found.ref, is: "config" } };
  } catch (error) {
    throw new FlowError(
      "config-invalid",
      `Cannot read config "${parameter.name}" from "${path}": ${(error as Error).message}`,
      { hint: "It is read as JSON, YAML or TOML by the ending of its name.", exitCode: 2 },
    );
  }
}

async function fileValue(
  parameter: ParameterDefinition,
  path: string,
  objects: ObjectStore,
): Promise<RunValue> {
  let stored: ArtifactRef;
  try {
    const { digest, size } = await objects.putFile(path);
    stored = { digest, size, kind: parameter.binary === true ? "bytes" : "text" };
  } catch (error) {
    throw unreadable(parameter, path, error);
  }
  return { name: parameter.name, ref: { ...stored, is: "file" }, bytes: null };
}

async function readInput(parameter: ParameterDefinition, path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw unreadable(parameter, path, error);
  }
}

function unreadable(parameter: ParameterDefinition, path: string, error: unknown): unknown {
  const isIo = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory ||
    error instanceof Deno.errors.PermissionDenied;
  if (!isIo) return error;
  const what = parameter.kind === "config" ? "config" : "file";
  return new FlowError(
    "input-unreadable",
    `Cannot read ${what} "${parameter.name}" from "${path}": ${
      error instanceof Deno.errors.NotFound ? "there is no such file" : error.message
    }`,
    { place: parameter.location, exitCode: 2 },
  );
}
