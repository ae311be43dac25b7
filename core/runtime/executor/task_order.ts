import { pieceOf } from "../protocol/frames.ts";
import type { NamedRef, TaskMessage } from "../protocol/messages.ts";
import type { TableEntry, TaskOrder } from "../worker/messages.ts";

/** A task as the sandbox is told of it. */
export function orderOf(
  message: TaskMessage,
  payload: Uint8Array<ArrayBuffer>,
  slot: number,
): TaskOrder {
  return {
    slot,
    task: message.task,
    attempt: message.attempt,
    table: message.table,
    frames: message.frames.map(({ index, size, ref, piece }) => ({
      index,
      size,
      entry: entryOf(piece === undefined ? ref : { ...ref, piece }, payload),
    })),
    inputs: message.inputs ?? null,
    judge: message.judge ?? null,
  };
}

/** A table entry with its own memory: a view would be cloned with all of the frame. */
export function entryOf(
  ref: Pick<NamedRef, "digest" | "kind" | "size" | "is" | "piece">,
  payload: Uint8Array<ArrayBuffer>,
): TableEntry {
  const entry: TableEntry = { digest: ref.digest, kind: ref.kind, size: ref.size };
  if (ref.is !== undefined) entry.is = ref.is;
  if (ref.piece !== undefined) entry.bytes = pieceOf(payload, ref.piece).slice();
  return entry;
}
