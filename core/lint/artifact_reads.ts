import type { ArtifactUse, InputUse, Step } from "../graph/graph.ts";
import { didYouMean } from "../flow/nearest.ts";
import type { Edge, FlowContext } from "./flow_context.ts";
import type { Finding } from "./rule.ts";
import { placeAfter } from "./structure.ts";

/** A read of an artifact that may not be set. */
export interface ReadFinding extends Finding {
  /** It is never set; else it is set on some ways. */
  certain: boolean;
  /** A join on the way has not taken it over. */
  dropped: boolean;
}

const known = new WeakMap<FlowContext, ReadFinding[]>();

/** Findings for which what may have been meant is looked up: that takes time in all names. */
const MAX_SUGGESTIONS = 50;

/** All reads of artifacts that may not be set, each artifact once a step. */
export function readFindings(flow: FlowContext): ReadFinding[] {
  let findings = known.get(flow);
  if (findings === undefined) {
    findings = flow.structure.reached.flatMap((step) => [
      ...ownReads(step, flow),
      ...(step.join ? inputReads(step, flow) : []),
    ]);
    known.set(flow, findings);
  }
  return findings;
}

function* ownReads(step: Step, flow: FlowContext): Generator<ReadFinding> {
  const { names, before } = flow.dataFlow;
  const state = before.get(step);
  if (state === undefined) return;
  const told = new Set<string>();
  for (const use of step.reads) {
    const { name, set, deleted, soft } = use;
    if (soft || set === "always" || told.has(name) || isOther(name, flow)) continue;
    const bit = names.bit(name);
    if ((state.always & bit) !== 0n && !deleted) continue;
    told.add(name);
    const certain = (state.maybe & bit) === 0n && set === undefined;
    const join = certain ? droppedBy(step, bit, flow) : null;
    yield {
      ...(join !== null
        ? dropped(use, step, join, flow)
        : certain
        ? unset(use, step, flow)
        : maybeUnset(use, step, flow)),
      at: use.location,
      step: step.name,
      certain,
      dropped: join !== null,
    };
  }
}

/** Constants and parameters are always there; methods are no artifacts. */
function isOther(name: string, flow: FlowContext): boolean {
  return flow.readOnly.has(name) || flow.steps.has(name);
}

type Told = Pick<Finding, "message" | "hint">;

function unset({ name }: ArtifactUse, step: Step, flow: FlowContext): Told {
  const setters = settersOf(name, flow);
  const elsewhere = setters.length === 0
    ? ""
    : setters.includes(step.name)
    ? `"${step.name}" itself sets it only after that. `
    : `It is set in ${quoted(setters)}, which no way to "${step.name}" goes through. `;
  const near = setters.length > 0 ? "" : suggestion(name, flow);
  return {
    message: `Step "${step.name}" reads "${name}", which no step sets on the way to it`,
    hint: elsewhere + (near || `Set it before: this.${name} = …`),
  };
}

function maybeUnset({ name }: ArtifactUse, step: Step, flow: FlowContext): Told {
  return {
    message: `Step "${step.name}" reads "${name}", which is not set on every way to it`,
    hint: `It is set in ${quoted(settersOf(name, flow))}. Set it on the other ways too, or look ` +
      `first: "${name}" in this.`,
  };
}

function dropped({ name }: ArtifactUse, step: Step, join: Step, flow: FlowContext): Told {
  const source = flow.dataFlow.names.bit(name);
  const from = flow.into.get(join)!.find((edge) => (flow.dataFlow.at(edge).maybe & source) !== 0n);
  const single = flow.structure.closes.get(join)?.transition.kind === "branch" && from !== undefined
    ? `inputs.${from.from.name}.${name}`
    : `[...inputs].map((i) => i.${name})`;
  return {
    message: step === join
      ? `Join "${join.name}" reads "${name}", but begins with no artifacts`
      : `Step "${step.name}" reads "${name}", which join "${join.name}" does not take over`,
    hint: `In "${join.name}", read it from the inputs (${single}), or take it over: ` +
      `this.merge(inputs, { include: ["${name}"] }).`,
  };
}

function* inputReads(join: Step, flow: FlowContext): Generator<ReadFinding> {
  const { names } = flow.dataFlow;
  const told = new Set<string>();
  for (const use of join.inputReads) {
    const { name, step } = use;
    if (isOther(name, flow)) continue;
    const edges = edgesOf(use, join, flow);
    const bit = names.bit(name);
    const without = edges.filter((edge) => (flow.dataFlow.at(edge).always & bit) === 0n);
    const key = `${step ?? use.position} ${name}`;
    if (without.length === 0 || told.has(key)) continue;
    told.add(key);
    const certain = edges.every((edge) => (flow.dataFlow.at(edge).maybe & bit) === 0n);
    const wanting = quoted([...new Set(without.map(({ from }) => from.name))]);
    const what = step === null ? "its inputs" : `inputs.${step}`;
    const setters = settersOf(name, flow);
    yield {
      message: certain
        ? `Join "${join.name}" reads "${name}" of ${what}, which no step sets on the way to it`
        : `Join "${join.name}" reads "${name}" of ${what}, which is not set on every way from ` +
          wanting,
      hint: setters.length === 0
        ? suggestion(name, flow) || `Set it in ${wanting}.`
        : `It is set in ${quoted(setters)}; set it on every way through ${wanting} too.`,
      at: use.location,
      step: join.name,
      certain,
      dropped: false,
    };
  }
}

/** The ways into a join that an input can come by. */
function edgesOf({ step, position }: InputUse, join: Step, flow: FlowContext): Edge[] {
  const into = flow.into.get(join)!.filter(({ from }) => flow.dataFlow.before.has(from));
  if (step !== null) return into.filter(({ from }) => from.name === step);
  const split = flow.structure.closes.get(join);
  if (position === undefined || split?.transition.kind !== "branch") return into;
  return into.filter(({ from }) => placeAfter(from, flow.structure)?.branch === position);
}

/** The nearest join before a step whose inputs had the artifact, and which has not. */
function droppedBy(step: Step, bit: bigint, flow: FlowContext): Step | null {
  const { dropped } = flow.dataFlow;
  const seen = new Set([step]);
  for (const one of seen) {
    if (((dropped.get(one) ?? 0n) & bit) !== 0n) return one;
    for (const { from } of flow.into.get(one)!) seen.add(from);
  }
  return null;
}

/** The names that a flow sets, and where. */
interface Names {
  setters: Map<string, string[]>;
  suggestions: number;
}

const names = new WeakMap<FlowContext, Names>();

function namesOf(flow: FlowContext): Names {
  let found = names.get(flow);
  if (found === undefined) {
    const setters = new Map<string, string[]>();
    for (const step of flow.graph.steps) {
      for (const name of new Set(step.writes.map((write) => write.name))) {
        const list = setters.get(name);
        if (list === undefined) setters.set(name, [step.name]);
        else list.push(step.name);
      }
    }
    names.set(flow, found = { setters, suggestions: 0 });
  }
  return found;
}

function settersOf(name: string, flow: FlowContext): string[] {
  return namesOf(flow).setters.get(name) ?? [];
}

function suggestion(name: string, flow: FlowContext): string {
  const found = namesOf(flow);
  if (found.suggestions++ >= MAX_SUGGESTIONS) return "";
  return didYouMean(name, [...flow.readOnly, ...found.setters.keys()]);
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
