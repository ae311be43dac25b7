import type { Taken } from "../../../store/metadata/rows.ts";
import type { NextCall, TaskOutcome } from "../../flow/host.ts";
import { FAILURE_TYPE } from "./error_record.ts";
import type { OutValue } from "./messages.ts";
import type { WorkerTaskHost } from "./task_host.ts";
import { encodeValue } from "./values.ts";

/** Items of a foreach that go out in one message, at most. */
const ITEMS_AT_ONCE = 512;
const ITEM_BYTES_AT_ONCE = 1 << 20;

/** Encodes what a task leaves: what it set, what it changed in place, deleted, and merged. */
export function encodeOutcome(outcome: TaskOutcome, host: WorkerTaskHost): OutValue[] {
  const values: OutValue[] = [];
  for (const [name, value] of outcome.sets) {
    values.push(encodeValue(name, value, `artifact "${name}"`));
  }
  for (const [name, value] of outcome.touched) {
    const encoded = encodeValue(name, value, `artifact "${name}"`);
    const unchanged = host.isUnchanged(name, encoded.bytes);
    if (unchanged === true) continue;
    const was = host.digestOf(name);
    if (encoded.ref !== undefined && encoded.ref.digest === was) continue;
    // What is merged is the join's own, changed or not.
    const inherited = !outcome.merged.has(name);
    if (unchanged === undefined && was !== undefined && inherited) encoded.was = was;
    values.push(encoded);
  }
  for (const name of outcome.deleted) {
    values.push({ name, kind: "", bytes: new Uint8Array(0), deleted: true });
  }
  if (outcome.merged.size === 0) return values;
  const given = new Set(values.map((value) => value.name));
  for (const name of outcome.merged) {
    const ref = host.refOf(name);
    if (given.has(name) || ref === undefined) continue;
    values.push({ name, kind: ref.kind, bytes: new Uint8Array(0), ref });
  }
  return values;
}

/**
 * Encodes the transition that a task took.
 *
 * @param send Takes items of a foreach as they come, so that they are never all in memory here.
 */
export async function encodeNext(
  next: NextCall | null,
  step: string,
  maxSplits: number,
  send: (from: number, values: OutValue[]) => void,
): Promise<Taken> {
  if (next === null) return { kind: "end", targets: [] };
  const taken: Taken = { kind: next.kind, targets: next.targets };
  if (next.key !== undefined) taken.key = next.key;
  if (next.kind !== "foreach") return taken;
  const items = new ItemSender(step, maxSplits, send);
  if (Symbol.iterator in Object(next.items)) {
    for (const item of next.items as Iterable<unknown>) items.add(item);
  } else {
    for await (const item of next.items as AsyncIterable<unknown>) items.add(item);
  }
  taken.size = items.end();
  return taken;
}

class ItemSender {
  #step: string;
  #max: number;
  #send: (from: number, values: OutValue[]) => void;
  #values: OutValue[] = [];
  #bytes = 0;
  #from = 0;

  constructor(step: string, max: number, send: (from: number, values: OutValue[]) => void) {
    this.#step = step;
    this.#max = max;
    this.#send = send;
  }

  add(item: unknown): void {
    const position = this.#from + this.#values.length;
    if (position >= this.#max) {
      throw transitionError(
        `Step "${this.#step}" splits into more than ${this.#max} tasks`,
        "Raise the limit with --max-splits, or split into fewer.",
      );
    }
    const value = encodeValue("", item, `foreach item ${position}`);
    this.#values.push(value);
    this.#bytes += value.bytes.length;
    if (this.#values.length >= ITEMS_AT_ONCE || this.#bytes >= ITEM_BYTES_AT_ONCE) this.#flush();
  }

  /** How many there were. */
  end(): number {
    this.#flush();
    if (this.#from > 0) return this.#from;
    throw transitionError(
      `The foreach of step "${this.#step}" has no items`,
      "Go round the foreach with a switch when there may be none.",
    );
  }

  #flush() {
    if (this.#values.length === 0) return;
    this.#send(this.#from, this.#values);
    this.#from += this.#values.length;
    this.#values = [];
    this.#bytes = 0;
  }
}

function transitionError(message: string, hint: string): Error {
  return Object.assign(new Error(message), { [FAILURE_TYPE]: "transition", hint });
}
