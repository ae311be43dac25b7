import { FlowSpec, taskOf } from "./flow_spec.ts";
import { deepFreeze } from "./freeze.ts";
import type { NameKind } from "./host.ts";
import { didYouMean } from "./nearest.ts";
import { type AppliedDecorator, notesOf } from "./notes.ts";
import { Member } from "./param.ts";
import { StepError } from "./step_error.ts";

/** A class that can be run as a flow. */
export type FlowClass = new () => FlowSpec;

/** What the Worker knows of one step. */
export interface PreparedStep {
  readonly name: string;
  readonly method: (...args: unknown[]) => unknown;
  readonly end: boolean;
  /** Outermost first. */
  readonly decorators: AppliedDecorator[];
}

/** What is the same for all tasks of a flow in one Worker. */
export interface PreparedFlow {
  /** Makes flow objects: a subclass that holds the accessors of parameters and constants. */
  readonly construct: FlowClass;
  readonly steps: ReadonlyMap<string, PreparedStep>;
  /** From a step's method to its name. */
  readonly names: ReadonlyMap<unknown, string>;
  readonly members: ReadonlyMap<string, Member>;
  /** Values of class members, deeply frozen. */
  readonly constants: ReadonlyMap<string, unknown>;
  /** Class members without a value. */
  readonly declarations: ReadonlySet<string>;
}

/** What a task's object is asked for by the accessors of the class. */
export interface ReadOnlyNames {
  readOnly(name: string): unknown;
}

const refusals: Record<NameKind | "constant", (name: string) => StepError> = {
  param: (name) => refusal(`"${name}" is a parameter`),
  config: (name) => refusal(`"${name}" is a config`),
  file: (name) => refusal(`"${name}" is an included file`),
  artifact: (name) => refusal(`"${name}" cannot be set`),
  constant: (name) =>
    new StepError(
      "error",
      `"${name}" is a constant of the class; ` +
        `declare it without a value (${name}!: T) to make it an artifact`,
    ),
};

function refusal(what: string): StepError {
  return new StepError(
    "error",
    `${what}, which steps can only read`,
    "Assign to another name to make an artifact.",
  );
}

function addReadOnly(prototype: object, name: string, kind: NameKind | "constant"): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get() {
      return (taskOf(this) as ReadOnlyNames | null)?.readOnly(name);
    },
    set() {
      throw refusals[kind](name);
    },
  });
}

function prepareSteps(flowClass: FlowClass): Map<string, PreparedStep> {
  const found = new Map<string, { start: boolean; end: boolean; decorators: AppliedDecorator[] }>();
  const decorated = new Map<string, AppliedDecorator[]>();
  for (const notes of notesOf(flowClass)) {
    for (const [name, { step, decorators }] of notes.methods) {
      // The class itself comes first: where it overrides a step, its decorators are the ones.
      if (!decorated.has(name)) decorated.set(name, decorators);
      if (step !== null && !found.has(name)) {
        found.set(name, { ...step, decorators: decorated.get(name)! });
      }
    }
  }
  const marked = [...found].some(([, { end }]) => end);
  const steps = new Map<string, PreparedStep>();
  for (const [name, { end, decorators }] of found) {
    const last = marked ? end : name === "end" || found.size === 1;
    const method = flowClass.prototype[name as keyof FlowSpec] as PreparedStep["method"];
    steps.set(name, { name, method, end: last, decorators });
  }
  return steps;
}

const cache = new WeakMap<FlowClass, PreparedFlow>();

/**
 * Reads from a flow class what all its tasks share. It makes one object of the class, whose own
 * fields tell the parameters, constants and declarations.
 *
 * @throws {StepError} If the class is no flow.
 */
export function prepareFlow(flowClass: FlowClass): PreparedFlow {
  const known = cache.get(flowClass);
  if (known !== undefined) return known;
  if (typeof flowClass !== "function" || !(flowClass.prototype instanceof FlowSpec)) {
    throw new StepError(
      "load",
      `Cannot run "${(flowClass as { name?: string } | null)?.name ?? flowClass}": it is no flow`,
      'A flow is a class that extends FlowSpec from "flow".',
    );
  }
  const construct = class extends (flowClass as new () => FlowSpec) {};
  // `this.constructor` is the user's class, with its name.
  Reflect.deleteProperty(construct.prototype, "constructor");
  const members = new Map<string, Member>();
  const constants = new Map<string, unknown>();
  const declarations = new Set<string>();
  const sample = new flowClass();
  for (const [name, value] of Object.entries(sample)) {
    if (value === undefined) {
      declarations.add(name);
    } else if (value instanceof Member) {
      members.set(name, value);
      addReadOnly(construct.prototype, name, value.kind);
    } else if (typeof value !== "function") {
      deepFreeze(value);
      constants.set(name, value);
      addReadOnly(construct.prototype, name, "constant");
    }
  }
  const steps = prepareSteps(flowClass);
  const names = new Map<unknown, string>();
  for (const { name, method } of steps.values()) names.set(method, name);
  const prepared = { construct, steps, names, members, constants, declarations };
  cache.set(flowClass, prepared);
  return prepared;
}

/**
 * The constants of a flow class, deeply frozen: what a run records once.
 *
 * @throws {StepError} If the class is no flow.
 */
export function constantsOf(flowClass: FlowClass): ReadonlyMap<string, unknown> {
  return prepareFlow(flowClass).constants;
}

/**
 * Looks up a step.
 *
 * @throws {StepError} If the flow has no step of that name.
 */
export function stepOf(prepared: PreparedFlow, name: string): PreparedStep {
  const step = prepared.steps.get(name);
  if (step !== undefined) return step;
  throw new StepError(
    "load",
    `There is no step "${name}"`,
    didYouMean(name, prepared.steps.keys(), "Steps"),
  );
}
