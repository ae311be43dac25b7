import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { FlowError } from "../../../store/error.ts";
import { agreementOfTasks, ownOfTasks, type OwnWay } from "../../../store/metadata/inputs.ts";
import { itemsOf } from "../../../store/metadata/items.ts";
import { type ArtifactRecord, visibleArtifacts } from "../../../store/metadata/artifacts.ts";
import { changeTags, listTags } from "../../../store/metadata/tags.ts";
import { statement } from "../../../store/metadata/statement.ts";
import { INLINE_MAX } from "../../../store/objects/layout.ts";
import { Payload } from "../protocol/frames.ts";
import type { Ask, AskInputs, InputsAnswer, NamedRef, ToExecutor } from "../protocol/messages.ts";
import type { LiveTask } from "./live_task.ts";
import type { RunContext } from "./run_context.ts";
import type { StepPlan } from "./step_plan.ts";

/** Bytes of values that go along with an answer unasked. */
const ALONG = 4 << 20;

type Answer = Extract<ToExecutor, { t: "answer" }>;

/** Answers what a task asks while it runs. */
export async function answer(
  context: RunContext,
  plan: StepPlan,
  task: LiveTask | undefined,
  id: number,
  ask: Ask,
): Promise<[Answer, Payload]> {
  const payload = new Payload();
  try {
    return [{ t: "answer", id, value: await valueOf(context, plan, task, ask, payload) }, payload];
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    const message = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
    return [{ t: "answer", id, error: message, code: error.code }, new Payload()];
  }
}

async function valueOf(
  context: RunContext,
  plan: StepPlan,
  task: LiveTask | undefined,
  ask: Ask,
  payload: Payload,
): Promise<unknown> {
  switch (ask.of) {
    case "object":
      payload.add(context.small.get(ask.digest));
      return null;
    case "inputs":
      return inputs(context, joinOf(task), ask, payload);
    case "merge":
      return merge(context, task!, joinOf(task), ask, payload);
    case "tag":
      if (ask.add.length + ask.remove.length > 0) {
        context.committer.flush();
        changeTags(context.db, context.runId, ask);
      }
      return listTags(context.db, context.runId).filter((one) => !one.system)
        .map((one) => one.tag);
    case "reader":
      context.committer.flush();
      try {
        return await context.read(plan, ask.method, ask.args);
      } catch (error) {
        // The arguments are the step's word: whatever they lead to is its own affair.
        if (error instanceof FlowError) throw error;
        throw new FlowError("question-failed", `The store cannot tell: ${error}`);
      }
  }
}

function joinOf(task: LiveTask | undefined) {
  if (task?.closes === null || task === undefined) {
    throw new FlowError("no-join", "Only a join has inputs");
  }
  return { split: task.closes, parents: task.parents! };
}

function inputs(
  context: RunContext,
  join: ReturnType<typeof joinOf>,
  ask: AskInputs,
  payload: Payload,
): InputsAnswer {
  const { db, runId } = context;
  const { split, parents } = join;
  const from = Math.min(ask.from, parents.length);
  const tasks = [...parents.subarray(from, from + ask.count)];
  const base = new Map(visibleArtifacts(db, runId, split.task).map((ref) => [ref.name, ref]));
  const ways = ownOfTasks(db, runId, tasks, split.task);
  const items = split.kind === "foreach" && ask.items
    ? itemsOf(db, runId, split.task, { after: from - 1, limit: tasks.length })
    : [];
  const wanted = ask.names === null || ask.names.length === 0 ? null : new Set(ask.names);
  const isAlong = (name: string, ref: ArtifactRef) =>
    (wanted === null || wanted.has(name)) && ref.size <= INLINE_MAX;
  const own = ways.map((way) => [...way.own].filter(([, ref]) => ref.digest !== ""));
  context.small.load(
    [...own.flat(), ...base, ...items.map((item) => ["", item] as const)]
      .filter(([name, ref]) => name === "" ? ref.size <= INLINE_MAX : isAlong(name, ref))
      .map(([, ref]) => ref),
  );
  const refOf = (name: string, ref: ArtifactRef): NamedRef => {
    const named: NamedRef = { name, digest: ref.digest, kind: ref.kind, size: ref.size };
    const small = name === "" ? ref.size <= INLINE_MAX : isAlong(name, ref);
    if (ref.data !== undefined || (small && payload.length < ALONG)) {
      named.piece = payload.add(context.small.bytesOf(ref));
    }
    return named;
  };
  const stepOf = stepsOf(context, tasks);
  return {
    base: ask.base ? [...base].map(([name, ref]) => refOf(name, ref)) : null,
    inputs: tasks.map((task, at) => ({
      step: stepOf(task),
      index: split.kind === "foreach" ? from + at : -1,
      refs: own[at]!.map(([name, ref]) => refOf(name, ref)),
      gone: goneOf(ways[at]!, base),
      item: items[at] === undefined ? null : refOf("", items[at]),
    })),
  };
}

/** Names that are seen at the split and not at the end of an input. */
function goneOf({ open, own }: OwnWay, base: ReadonlyMap<string, ArtifactRecord>): string[] {
  const gone: string[] = [];
  for (const [name, ref] of own) if (ref.digest === "") gone.push(name);
  if (open) return gone;
  for (const [name, { task }] of base) if (task !== 0 && !own.has(name)) gone.push(name);
  return gone;
}

/** From tasks to their steps: in most joins of a foreach it is one for all. */
function stepsOf({ db, runId }: RunContext, tasks: number[]): (task: number) => string {
  const of = "FROM json_each(?2) AS j CROSS JOIN tasks AS t ON t.run = ?1 AND t.number = j.value";
  const given = [runId, JSON.stringify(tasks)] as const;
  const range = statement(db, `SELECT min(step) AS low, max(step) AS high ${of}`).get(...given)!;
  if (range.low === range.high) return () => range.low as string;
  const rows = statement(db, `SELECT number, step ${of}`).all(...given);
  const steps = new Map(rows.map((row) => [row.number as number, row.step as string]));
  return (task) => steps.get(task)!;
}

function merge(
  context: RunContext,
  task: LiveTask,
  join: ReturnType<typeof joinOf>,
  ask: Extract<Ask, { of: "merge" }>,
  payload: Payload,
) {
  const agreement = agreementOfTasks(
    context.db,
    context.runId,
    [...join.parents],
    join.split.task,
  );
  const already = new Set(ask.already);
  const exclude = new Set(ask.exclude);
  const names = (ask.include ?? [...agreement.keys()])
    .filter((name) => !already.has(name) && !exclude.has(name));
  const missing = names.filter((name) => !agreement.has(name));
  if (missing.length > 0) return { missing };
  const conflicts = names.filter((name) => agreement.get(name)!.ref === null);
  if (conflicts.length > 0) return { conflicts: conflicts.sort() };
  const taken = names.map((name): NamedRef => {
    const { data, ...ref } = agreement.get(name)!.ref!;
    if (data === undefined) return { name, ...ref };
    (task.merged ??= new Map()).set(ref.digest, data);
    return { name, ...ref, piece: payload.add(data) };
  });
  return { taken };
}
