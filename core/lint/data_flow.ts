import type { Step } from "../graph/graph.ts";
import { NameBits } from "../graph/trace/effects.ts";
import type { Edge, FlowContext } from "./flow_context.ts";
import { placeAfter } from "./structure.ts";

/** Which artifacts are set at a point: on every way there, and on some. Bits of `DataFlow.names`. */
export interface State {
  always: bigint;
  maybe: bigint;
}

/** Which artifacts are set where. */
export interface DataFlow {
  names: NameBits;
  /** When a step begins; what a join takes over with `this.merge` counts. */
  before: Map<Step, State>;
  /** What a join's inputs hold besides what it takes over. */
  dropped: Map<Step, bigint>;
  /** At the end of the step that an edge comes from. */
  at(edge: Edge): State;
  /** At the end of a step, whichever way it goes on. */
  after(step: Step): State;
}

/** What one step does, as bits. */
interface Transfer {
  always: bigint;
  maybe: bigint;
  gone: bigint;
  /** By target, where the ways of a step differ. */
  alwaysFor: Map<string, bigint>;
}

const ALL = -1n;

/**
 * Works out which artifacts are set where: a fixpoint over the graph, in which sets of artifacts are
 * single numbers. Steps are taken in the order in which they are reached, so that a flow without
 * loops takes one pass, and one with loops a few.
 */
export function dataFlowOf(flow: FlowContext): DataFlow {
  const names = new NameBits();
  const transfers = new Map(flow.graph.steps.map((step) => [step, transferOf(step, flow, names)]));
  const before = new Map<Step, State>();
  const dropped = new Map<Step, bigint>();
  const at = (edge: Edge) => leave(before.get(edge.from), transfers.get(edge.from)!, edge.to.name);
  const order = ordered(flow);
  const position = new Map(order.map((step, index) => [step, index]));
  const waiting = new Set(order);
  let index = 0;
  while (waiting.size > 0) {
    const step = order[index]!;
    if (!waiting.delete(step)) {
      index++;
      continue;
    }
    const arriving = step.join
      ? enterJoin(step, flow, names, at, dropped)
      : step === flow.start
      ? { always: 0n, maybe: 0n }
      : enter(step, flow, at, before);
    // The hooks of a user's own decorators may set anything before the step runs.
    const hooked = step.decorators.some(({ from }) => from !== "flow");
    const state = hooked ? { always: ALL, maybe: ALL } : arriving;
    const known = before.get(step);
    if (known?.always === state.always && known.maybe === state.maybe) continue;
    before.set(step, state);
    for (const { to } of flow.out.get(step)!) {
      waiting.add(to);
      index = Math.min(index, position.get(to) ?? index);
    }
  }
  return {
    names,
    before,
    dropped,
    at,
    after: (step) => leave(before.get(step), transfers.get(step)!, null),
  };
}

function transferOf(step: Step, flow: FlowContext, names: NameBits): Transfer {
  const bits = (list: readonly string[]) => list.reduce((set, name) => set | names.bit(name), 0n);
  // The artifact that takes an error is there whether or not there is one.
  const caught = flow.asked(step).policies.flatMap(({ policy }) => policy.catchAs ?? []);
  const own = bits(caught);
  const transfer: Transfer = {
    always: bits(step.facts.always) | own,
    maybe: bits(step.writes.map(({ name }) => name)) | own,
    gone: bits(step.deletes.map(({ name }) => name)),
    alwaysFor: new Map(
      Object.entries(step.facts.alwaysFor).map(([target, list]) => [target, bits(list) | own]),
    ),
  };
  // What a step does out of sight may set anything, and nothing can be said after it.
  return step.computed ? { ...transfer, always: ALL, maybe: ALL, alwaysFor: new Map() } : transfer;
}

function leave(before: State | undefined, transfer: Transfer, target: string | null): State {
  // A step that is not reached yet (a loop's) takes nothing away.
  if (before === undefined) return { always: ALL, maybe: 0n };
  const always = (target === null ? undefined : transfer.alwaysFor.get(target)) ?? transfer.always;
  return {
    always: (before.always & ~transfer.gone) | always,
    maybe: before.maybe | transfer.maybe,
  };
}

function enter(
  step: Step,
  flow: FlowContext,
  at: (edge: Edge) => State,
  before: ReadonlyMap<Step, State>,
): State {
  const state: State = { always: ALL, maybe: 0n };
  for (const edge of flow.into.get(step)!) {
    if (!before.has(edge.from)) continue;
    const { always, maybe } = at(edge);
    state.always &= always;
    state.maybe |= maybe;
  }
  return state;
}

/** A join begins with nothing but what it merges. */
function enterJoin(
  join: Step,
  flow: FlowContext,
  names: NameBits,
  at: (edge: Edge) => State,
  dropped: Map<Step, bigint>,
): State {
  const branches = new Map<Step | Edge, bigint>();
  let maybe = 0n;
  for (const edge of flow.into.get(join)!) {
    const state = at(edge);
    maybe |= state.maybe;
    // Steps of one branch that lead here are alternatives; the branches all arrive.
    const place = placeAfter(edge.from, flow.structure);
    const branch = edge.kind === "branch" ? edge : place?.first ?? edge.from;
    branches.set(branch, (branches.get(branch) ?? ALL) & state.always);
  }
  const always = [...branches.values()].reduce((all, one) => all | one, 0n);
  const merged: State = { always: 0n, maybe: 0n };
  for (const { include, exclude, dynamic } of join.merges) {
    const taken = include === null ? ALL : bitsOf(include, names);
    const left = exclude === null ? 0n : bitsOf(exclude, names);
    merged.maybe |= dynamic ? maybe : maybe & taken & ~left;
    merged.always |= dynamic ? maybe : always & taken & ~left;
  }
  dropped.set(join, maybe & ~merged.maybe);
  return merged;
}

function bitsOf(list: readonly string[], names: NameBits): bigint {
  return list.reduce((set, name) => set | names.bit(name), 0n);
}

/** Steps after those that lead to them, as far as loops allow. */
function ordered(flow: FlowContext): Step[] {
  const { start } = flow;
  const order: Step[] = [];
  if (start === null) return order;
  const seen = new Set([start]);
  const stack = [{ step: start, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = flow.out.get(top.step)![top.next++];
    if (edge === undefined) {
      order.push(top.step);
      stack.pop();
    } else if (!seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ step: edge.to, next: 0 });
    }
  }
  return order.reverse();
}
