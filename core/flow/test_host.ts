/**
 * A task's host that keeps everything in memory, for the unit tests of this folder.
 *
 * @module
 */

import type { InputsHost, NameKind, TaskHost } from "./host.ts";

/** One input of a join. */
export interface TestInput {
  step: string;
  artifacts: Record<string, unknown>;
  item?: unknown;
  index?: number;
}

/** What a {@linkcode testHost} is made of. */
export interface TestHostOptions {
  step: string;
  /** Artifacts that the task sees. */
  artifacts?: Record<string, unknown>;
  /** Parameters, configs and files by name. */
  members?: Record<string, { kind: NameKind; value: unknown }>;
  /** Steps by the artifact that they set. */
  setBy?: Record<string, string[]>;
  /** Steps by the artifact that they delete. */
  deletedBy?: Record<string, string[]>;
  inputs?: TestInput[];
  frames?: { index: number; size: number; value: unknown }[];
}

/** A host, and how often each name was read from it. */
export interface TestHost extends TaskHost {
  reads: Map<string, number>;
}

/** Equal bytes stand for equal values. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function mergeInputs(inputs: TestInput[], visible: Record<string, unknown>): InputsHost["merge"] {
  return ({ include, exclude, already }) => {
    const names = new Set(inputs.flatMap(({ artifacts }) => Object.keys(artifacts)));
    const missing = (include ?? []).filter((name) => !names.has(name));
    if (missing.length > 0) return { missing };
    const wanted = [...names].filter((name) =>
      (include === null || include.includes(name)) && !exclude.includes(name) &&
      !already.includes(name)
    );
    const taken = new Map<string, unknown>();
    const conflicts = new Set<string>();
    for (const name of wanted) {
      for (const { artifacts } of inputs) {
        if (!(name in artifacts)) continue;
        if (!taken.has(name)) taken.set(name, artifacts[name]);
        else if (!same(taken.get(name), artifacts[name])) conflicts.add(name);
      }
    }
    if (conflicts.size > 0) return { conflicts: [...conflicts] };
    for (const [name, value] of taken) visible[name] = value;
    return { taken: [...taken.keys()] };
  };
}

/** Makes a host. Values are copied when they are read, as if they were decoded. */
export function testHost(options: TestHostOptions): TestHost {
  const visible = { ...options.artifacts };
  const members = options.members ?? {};
  const frames = options.frames ?? [];
  const inputs = options.inputs;
  const reads = new Map<string, number>();
  const decode = (name: string, value: unknown) => {
    reads.set(name, (reads.get(name) ?? 0) + 1);
    return structuredClone(value);
  };
  return {
    reads,
    step: options.step,
    kindOf: (name) => members[name]?.kind ?? (Object.hasOwn(visible, name) ? "artifact" : null),
    read: (name) => decode(name, members[name] === undefined ? visible[name] : members[name].value),
    names: () => [...Object.keys(visible), ...Object.keys(members)],
    setBy: (name) => options.setBy?.[name] ?? [],
    deletedBy: (name) => options.deletedBy?.[name] ?? [],
    inputs: inputs === undefined ? null : {
      length: inputs.length,
      stepOf: (position) => inputs[position]!.step,
      has: (position, name) => Object.hasOwn(inputs[position]!.artifacts, name),
      read: (position, name) => decode(`${position}.${name}`, inputs[position]!.artifacts[name]),
      item: (position) => inputs[position]!.item,
      index: (position) => inputs[position]!.index ?? -1,
      names: (position) => Object.keys(inputs[position]!.artifacts),
      merge: mergeInputs(inputs, visible),
    },
    frames,
    frameValue: (depth) => frames[depth]!.value,
  };
}
