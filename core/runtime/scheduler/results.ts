import {
  type ArtifactRef,
  type ErrorRecord,
  type TaskStatus,
  TINY_MAX,
} from "../../../store/metadata/rows.ts";
import type { RunWriter, TaskRow } from "../../../store/metadata/writer.ts";
import { FlowError } from "../../../store/error.ts";
import { adoptStaged, inspectObject } from "../../../store/objects/staged.ts";
import type { CardPolicy } from "../../flow/policy.ts";
import { pieceOf } from "../protocol/frames.ts";
import type { KeptRef } from "../protocol/messages.ts";
import type { Change } from "./committer.ts";
import type { LiveTask } from "./live_task.ts";
import type { RunContext } from "./run_context.ts";

/** Values that a task left, as they are to be written. */
export interface Kept {
  name: string;
  ref: ArtifactRef;
  bytes: Uint8Array<ArrayBuffer> | null;
  staged: NonNullable<KeptRef["staged"]> | null;
}

/**
 * Takes the values of a message out of its payload. Their bytes are views, which hold on to all of
 * it: good until they are committed, which is soon.
 */
export function readKept(refs: KeptRef[], payload: Uint8Array<ArrayBuffer>): Kept[] {
  return refs.map(({ name, digest, kind, size, piece, staged }) => {
    const kept: Kept = { name, ref: { digest, kind, size }, bytes: null, staged: staged ?? null };
    if (piece === undefined) return kept;
    const bytes = pieceOf(payload, piece);
    if (size <= TINY_MAX) kept.ref.data = bytes;
    else kept.bytes = bytes;
    return kept;
  });
}

/** {@linkcode readKept}, and makes small values readable before they are committed. */
export function takeKept(
  context: RunContext,
  task: LiveTask | null,
  refs: KeptRef[],
  payload: Uint8Array<ArrayBuffer>,
): Kept[] {
  const all = readKept(refs, payload);
  for (const { ref, bytes, staged } of all) {
    if (bytes !== null) context.small.add(ref.digest, bytes.slice());
    const merged = task?.merged?.get(ref.digest);
    if (staged === null && merged?.length === ref.size) ref.data = merged;
  }
  return all;
}

/** Whether something waits for the commit to be readable. */
export function hasStaged(kept: readonly Kept[]): boolean {
  return kept.some((one) => one.staged !== null);
}

/** What to say of a value whose object is not in the store. */
export function lostValue({ name, ref }: Kept): ErrorRecord {
  const what = name === "" ? "A foreach item" : `Artifact "${name}"`;
  return {
    name: "ArtifactError",
    message: `${what} cannot be kept: its object ${ref.digest} is not in the store`,
    stack: "",
    type: "artifact",
    hint: "It was removed while the task ran. Run the step again.",
  };
}

/**
 * Whether a value only refers to an object, and that is not in the store. One of another size is
 * another: by a wrong size somebody would read all of it where only a little is expected.
 */
export function isLost({ objects }: RunContext, { ref, bytes, staged }: Kept): boolean {
  if (ref.digest === "" || ref.data !== undefined || bytes !== null || staged !== null) {
    return false;
  }
  const there = objects.stat(ref.digest) ?? inspectObject(objects.dir, ref.digest, ref.size);
  return there?.size !== ref.size;
}

/**
 * Writes the object of a value. Files are renamed into place inside the transaction that adds what
 * refers to them, so that `gc` never sees the one without the other.
 */
export function writeObject(context: RunContext, writer: RunWriter, kept: Kept): void {
  const { digest, size, data } = kept.ref;
  if (data !== undefined || digest === "") return;
  if (kept.bytes !== null) {
    writer.object(digest, size, 0, kept.bytes);
    context.small.committed(digest);
  } else if (kept.staged !== null) {
    adoptStaged(context.objects.dir, { digest, size, ...kept.staged });
    writer.object(digest, size, kept.staged.coding, null);
  } else if (!writer.hasObject(digest)) {
    // A file that no row names: the run that made it has died, or has not committed yet.
    const file = inspectObject(context.objects.dir, digest, size);
    if (file !== null) return writer.object(digest, size, file.coding, null);
    throw new FlowError("object-missing", `Object ${digest} is not in the store`, {
      hint: "It was removed while the task ran. Run the step again.",
    });
  }
}

/** The row of a task. */
export function taskRow(task: LiveTask): TaskRow {
  return {
    number: task.number,
    step: task.step,
    status: task.status,
    attempt: task.attempt,
    parent: task.parent,
    joined: task.parents !== null,
    split: task.split?.task ?? null,
    splitIndex: task.split === null ? null : task.splitIndex,
    created: task.created,
    started: task.started,
    finished: task.finished,
    next: task.next,
  };
}

/** Writes that an attempt has cards, which may show no more than what is known of it. */
export function declareCards(
  writer: RunWriter,
  cards: readonly CardPolicy[] | undefined,
  task: number,
  attempt: number,
): void {
  cards?.forEach((card, position) =>
    writer.card({ task, attempt, ...card, position, time: Date.now() }, null)
  );
}

/** The change that ends an attempt: rows of the task, the attempt, and what it left. */
export function endChange(
  context: RunContext,
  task: LiveTask,
  attemptStatus: TaskStatus,
  kept: readonly Kept[],
  error: ErrorRecord | null,
): Change {
  const row = taskRow(task);
  const { parents, items, attemptSeen } = task;
  const { cards } = context.plans.get(task.step)!.policy;
  return (writer) => {
    for (const value of kept) writeObject(context, writer, value);
    if (row.attempt > 1) writer.dropArtifacts(row.number);
    for (const { name, ref } of kept) writer.artifact(row.number, name, ref);
    if (row.attempt > 1 && row.next?.kind === "foreach") writer.dropItems(row.number, items);
    writer.task(row);
    // Most tasks end well at once: their own row says all that an attempt's would.
    if (row.attempt > 1 || row.status !== "succeeded" || attemptSeen) {
      writer.attempt({
        task: row.number,
        attempt: row.attempt,
        status: attemptStatus,
        started: row.started ?? row.created,
        finished: row.finished,
        error,
      });
    }
    // One that was seen to run has them.
    if (parents !== null && !attemptSeen) writer.joinParents(row.number, parents);
    declareCards(writer, cards, row.number, row.attempt);
  };
}
