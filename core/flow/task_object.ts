import { isArtifactName, NAME_RULE } from "./artifact_name.ts";
import { type BoundTask, type FlowSpec, type ForeachLevel, taskOf } from "./flow_spec.ts";
import { deepFreeze } from "./freeze.ts";
import type { NextCall, TaskHost, TaskOutcome } from "./host.ts";
import { makeInputs } from "./join_inputs.ts";
import { KeptFile } from "./kept_file.ts";
import { mergeInputs, type MergeNames, notAJoin, notTheInputs } from "./merge_inputs.ts";
import { missingArtifact } from "./missing.ts";
import type { PreparedFlow, PreparedStep, ReadOnlyNames } from "./prepare.ts";
import { StepError } from "./step_error.ts";
import { readNext } from "./transition.ts";

const lazy = new Map<string, PropertyDescriptor>();

/** An own property that loads the artifact when it is read, one for all tasks of a Worker. */
function lazyArtifact(name: string): PropertyDescriptor {
  let descriptor = lazy.get(name);
  if (descriptor === undefined) {
    descriptor = {
      configurable: true,
      enumerable: true,
      get() {
        return taskOf(this)?.load(this, name);
      },
      set(value) {
        taskOf(this)?.assign(this, name, value);
      },
    };
    lazy.set(name, descriptor);
  }
  return descriptor;
}

function define(flow: object, name: string, value: unknown): void {
  Object.defineProperty(flow, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/**
 * What stands behind the flow object of one task.
 *
 * Artifacts are own properties of the flow object: accessors until they are read or set for the
 * first time, ordinary data after that, so that a step works on them at full speed and `in`,
 * `delete` and `Object.keys` mean what they mean on any object. What was set is told by comparing
 * at the end.
 */
export class TaskObject implements BoundTask, ReadOnlyNames {
  readonly #flow: FlowSpec;
  readonly #prepared: PreparedFlow;
  readonly #step: PreparedStep;
  readonly #host: TaskHost;
  readonly #shared: Map<string, unknown>;
  /** Artifacts that the task can see without setting them. */
  readonly #visible: Set<string>;
  readonly #loaded = new Map<string, unknown>();
  readonly #assigned = new Set<string>();
  readonly #merged = new Set<string>();
  readonly #readOnly = new Map<string, unknown>();
  readonly #items: unknown[] = [];
  #inputs: object | null = null;
  #next: NextCall | null = null;

  constructor(
    flow: FlowSpec,
    prepared: PreparedFlow,
    step: PreparedStep,
    host: TaskHost,
    shared: Map<string, unknown>,
  ) {
    this.#flow = flow;
    this.#prepared = prepared;
    this.#step = step;
    this.#host = host;
    this.#shared = shared;
    this.#visible = new Set();
    for (const name of host.names()) this.#show(name);
  }

  get nextCall(): NextCall | null {
    return this.#next;
  }

  /** Takes the step's own transition, where a decorator went on after an error. */
  takeNext(next: NextCall): void {
    this.#next = next;
  }

  #show(name: string): void {
    const { members, constants } = this.#prepared;
    if (members.has(name) || constants.has(name)) return;
    this.#visible.add(name);
    Object.defineProperty(this.#flow, name, lazyArtifact(name));
  }

  load(flow: object, name: string): unknown {
    const value = this.#host.read(name);
    this.#loaded.set(name, value);
    define(flow, name, value);
    return value;
  }

  assign(flow: object, name: string, value: unknown): void {
    if (!this.#visible.has(name)) requireName(name);
    this.#assigned.add(name);
    define(flow, name, value);
  }

  readOnly(name: string): unknown {
    const shared = this.#shared;
    if (shared.has(name)) return shared.get(name);
    if (this.#readOnly.has(name)) return this.#readOnly.get(name);
    const value = this.#readMember(name);
    (deepFreeze(value) ? shared : this.#readOnly).set(name, value);
    return value;
  }

  #readMember(name: string): unknown {
    if (this.#host.kindOf(name) !== null) return this.#host.read(name);
    const member = this.#prepared.members.get(name);
    if (member === undefined) return ownConstant(this.#prepared.constants.get(name));
    if (member.options.required === false) return undefined;
    throw new StepError("error", `The ${member.kind} "${name}" has no value in this run`);
  }

  missing(name: string): never {
    const deleted = this.#visible.has(name) || this.#assigned.has(name);
    throw missingArtifact(name, deleted, this.#flow, this.#prepared, this.#host);
  }

  input(): unknown {
    return this.#item(this.#host.frames.length - 1);
  }

  #item(depth: number): unknown {
    if (depth < 0) return undefined;
    if (!(depth in this.#items)) this.#items[depth] = this.#host.frameValue(depth);
    return this.#items[depth];
  }

  index(): number {
    return this.#host.frames.at(-1)?.index ?? -1;
  }

  foreachStack(): ForeachLevel[] {
    return this.#host.frames.map(({ index, size }, depth) => (
      { index, size, value: this.#item(depth) }
    ));
  }

  /** The argument of a join. */
  inputs(): object | null {
    if (this.#inputs === null && this.#host.inputs !== null) {
      const { members, constants } = this.#prepared;
      this.#inputs = makeInputs(
        this.#host.inputs,
        this.#step.name,
        (name) => members.has(name) || constants.has(name) ? { value: this.readOnly(name) } : null,
      );
    }
    return this.#inputs;
  }

  merge(inputs: unknown, options: MergeNames): void {
    const host = this.#host.inputs;
    const step = this.#step.name;
    if (host === null) throw notAJoin(step);
    if (inputs !== this.#inputs) throw notTheInputs(step);
    for (const name of mergeInputs(host, step, options, Object.keys(this.#flow))) {
      this.#merged.add(name);
      this.#show(name);
    }
  }

  next(args: unknown[]): void {
    const { name, end } = this.#step;
    if (end) {
      throw new StepError(
        "transition",
        `Step "${name}" is the last step, but calls this.next`,
        "Take the call out, or mark another step with @step({ end: true }).",
      );
    }
    if (this.#next !== null) {
      throw new StepError(
        "transition",
        `Step "${name}" calls this.next a second time`,
        "Each step calls this.next exactly once. A branch is one call: this.next(this.a, this.b).",
      );
    }
    this.#next = readNext(this.#prepared, name, args);
  }

  outcome(): TaskOutcome {
    const flow = this.#flow as unknown as Record<string, unknown>;
    const { construct } = this.#prepared;
    const sets = new Map<string, unknown>();
    const touched = new Map<string, unknown>();
    for (const name of Object.keys(flow)) {
      const loaded = this.#loaded.has(name);
      if (this.#visible.has(name) && !loaded && !this.#assigned.has(name)) continue;
      const value = flow[name];
      if (name in construct.prototype) {
        throw new StepError(
          "artifact",
          `Step "${this.#step.name}" assigns to "${name}", which is a member of the flow`,
          "Give the artifact another name.",
        );
      }
      if (!this.#visible.has(name)) requireName(name);
      if (!loaded || !Object.is(value, this.#loaded.get(name))) sets.set(name, value);
      else if (typeof value === "object" && value !== null && !(value instanceof KeptFile)) {
        touched.set(name, value);
      }
    }
    const deleted = new Set<string>();
    const merged = new Set<string>();
    for (const name of this.#visible) {
      const here = Object.hasOwn(flow, name);
      if (!this.#merged.has(name)) {
        if (!here) deleted.add(name);
      } else if (here && !sets.has(name)) {
        merged.add(name);
      }
    }
    return { sets, touched, merged, deleted, next: this.#next };
  }
}

function requireName(name: string): void {
  if (isArtifactName(name)) return;
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  throw new StepError("artifact", `Cannot name an artifact ${shown}`, NAME_RULE);
}

/** A constant for one task: what cannot be frozen is made anew, so that no other task sees changes. */
function ownConstant(value: unknown): unknown {
  if (deepFreeze(value)) return value;
  try {
    return structuredClone(value);
  } catch {
    // An object of a class of its own, say: there is but the one.
    return value;
  }
}
