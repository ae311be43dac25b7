import type { Step } from "../graph/graph.ts";
import type { Edge, FlowContext } from "./flow_context.ts";
import type { Finding } from "./rule.ts";

/**
 * A split that is open: a step's place is the stack of those that it is inside of. Two steps are in
 * the same place exactly if their frames are the same object.
 */
export interface Frame {
  split: Step;
  /** Which of its branches; 0 of a foreach. */
  branch: number;
  /** The branch's first step. */
  first: Step;
  outer: Frame | null;
}

/** How the splits and joins of a flow fit together. */
export interface Structure {
  /** The place of each step that can be reached: before a join has closed its split, for joins. */
  places: Map<Step, Frame | null>;
  /** The split that each join closes. */
  closes: Map<Step, Step>;
  /** Reached from the start, in the order of a breadth first walk. */
  reached: Step[];
  findings: Finding[];
}

/**
 * Follows all edges from the start once. Each step gets the place of the first edge that reaches it,
 * and every other edge into it has to agree.
 */
export function structureOf(flow: FlowContext): Structure {
  const structure: Structure = {
    places: new Map(),
    closes: new Map(),
    reached: [],
    findings: [],
  };
  const { start } = flow;
  if (start === null) return structure;
  const frames = new Map<Step, Map<Frame | null, Frame[]>>();
  const told = new Set<Step>();
  const firstEdges = new Map<Step, Edge>();
  const queue: Step[] = [start];
  structure.places.set(start, null);
  for (const step of queue) {
    structure.reached.push(step);
    const after = placeAfter(step, structure);
    for (const edge of flow.out.get(step)!) {
      // What leads back to the start is told by a rule of its own.
      const place = enter(edge, after, frames);
      const known = structure.places.get(edge.to);
      if (known === undefined) {
        structure.places.set(edge.to, place);
        firstEdges.set(edge.to, edge);
        queue.push(edge.to);
      } else if (known !== place && !edge.to.join && edge.to !== start && !told.has(edge.to)) {
        told.add(edge.to);
        structure.findings.push(misplaced(flow, [firstEdges.get(edge.to)!, known], [edge, place]));
      }
    }
  }
  const before = structure.findings.length;
  for (const step of structure.reached) {
    if (step.join) checkJoin(flow, step, structure, frames);
  }
  const { end } = flow;
  const open = end === null || end.join ? undefined : structure.places.get(end);
  // When a join is wrong, the end is wrong because of it.
  if (end !== null && open && structure.findings.length === before && before === 0) {
    structure.findings.push(neverJoined(end, open));
  }
  return structure;
}

/** The place after a step: a join has closed the innermost split. */
export function placeAfter(step: Step, { places }: Structure): Frame | null {
  const place = places.get(step) ?? null;
  return step.join ? place?.outer ?? null : place;
}

/** The place at the end of an edge: a branch or foreach opens a split. */
function enter(
  { from, to, kind, position }: Edge,
  after: Frame | null,
  frames: Map<Step, Map<Frame | null, Frame[]>>,
): Frame | null {
  if (kind !== "branch" && kind !== "foreach") return after;
  let byPlace = frames.get(from);
  if (byPlace === undefined) frames.set(from, byPlace = new Map());
  let opened = byPlace.get(after);
  if (opened === undefined) byPlace.set(after, opened = []);
  return opened[position] ??= { split: from, branch: position, first: to, outer: after };
}

/** A join has to be reached by every branch of one split, and by nothing else. */
function checkJoin(
  flow: FlowContext,
  join: Step,
  structure: Structure,
  frames: Map<Step, Map<Frame | null, Frame[]>>,
): void {
  const arriving = new Set<Frame | null>();
  for (const edge of flow.into.get(join)!) {
    if (!structure.places.has(edge.from)) continue;
    arriving.add(enter(edge, placeAfter(edge.from, structure), frames));
  }
  const [first] = arriving;
  if (!first) {
    structure.findings.push({
      message: `Join "${join.name}" is not preceded by a split`,
      hint: "Remove its inputs parameter; or split before it with several steps or a foreach.",
      at: join.location,
      step: join.name,
    });
    return;
  }
  const other = [...arriving].find((frame) =>
    frame?.split !== first.split || frame.outer !== first.outer
  );
  if (other !== undefined) {
    structure.findings.push({
      message: `Join "${join.name}" joins steps of unrelated splits: of "${first.split.name}"` +
        (other === null ? " and of none" : ` and of "${other.split.name}"`),
      hint: "Close the inner split with a join of its own first.",
      at: join.location,
      step: join.name,
    });
    return;
  }
  structure.closes.set(join, first.split);
  const { transition } = first.split;
  if (transition.kind !== "branch") return;
  const branches = new Set([...arriving].map((frame) => frame!.branch));
  const missing = transition.targets.filter((_, position) => !branches.has(position));
  if (missing.length === 0) return;
  structure.findings.push({
    message: `Join "${join.name}" waits for all ${transition.targets.length} branches of ` +
      `"${first.split.name}", but ${quoted(missing)} ${missing.length === 1 ? "does" : "do"} ` +
      "not lead to it",
    hint: `Let ${quoted(missing)} end in this.next(this.${join.name}).`,
    at: join.location,
    step: join.name,
  });
}

function misplaced(
  flow: FlowContext,
  first: [Edge, Frame | null],
  second: [Edge, Frame | null],
): Finding {
  const { to } = first[0];
  const [known, place] = [first[1], second[1]];
  if (known?.split === place?.split && known?.outer === place?.outer) {
    return {
      message: `Step "${to.name}" is reached by several branches of "${known!.split.name}" ` +
        `("${known!.first.name}" and "${place!.first.name}"), but is no join`,
      hint: `Take the inputs: ${to.name}(inputs: Inputs<${flow.graph.flow}>) { … }; or let the ` +
        "branches meet in a join before it.",
      at: to.location,
      step: to.name,
    };
  }
  const [{ from }, inner] = depthOf(known) > depthOf(place) ? first : second;
  return {
    message: `Step "${to.name}" is reached from inside the split of "${inner!.split.name}" (by ` +
      `"${from.name}") and from outside of it`,
    hint: `Join the split of "${inner!.split.name}" before "${to.name}".`,
    at: flow.nextOf(from),
    step: from.name,
  };
}

function neverJoined(end: Step, open: Frame): Finding {
  return {
    message: `The end step "${end.name}" is reached before the split of "${open.split.name}" is ` +
      "joined",
    hint: `Add a join between them: a step with one parameter, inputs, that the steps of the ` +
      "split lead to.",
    at: open.split.nexts[0] ?? open.split.location,
    step: open.split.name,
  };
}

function depthOf(frame: Frame | null): number {
  let depth = 0;
  for (let next = frame; next !== null; next = next.outer) depth++;
  return depth;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
