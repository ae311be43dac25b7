import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import { type Algorithm, digestSync, loadNative } from "../../../store/objects/digest.ts";
import { INLINE_MAX } from "../../../store/objects/layout.ts";
import { inspectObject, stageBytes, StagedWriter } from "../../../store/objects/staged.ts";
import { concat, type Payload } from "../protocol/frames.ts";
import type { Ask, KeptRef } from "../protocol/messages.ts";
import type { OutValue } from "../worker/messages.ts";
import { redactable, redactBytes, redactText } from "./redact.ts";
import type { ExecutorSettings } from "./settings.ts";

/** Bytes read at a time of a file that becomes an artifact. */
const PIECE = 1 << 20;

/** Characters kept of each text of an error. */
const ERROR_TEXT = 64 * 1024;
/** Values up to which nobody has to look whether they fit into one message. */
const FEW = 1000;
/** What one message may hold: bytes of small values, and what their names take. */
const MOST_BYTES = 128 << 20;
const MOST_HEADER = 16 << 20;

const encoder = new TextEncoder();

/**
 * Makes objects of what a step leaves: blots out secrets, hashes, and writes large ones into the
 * staging folder, from where the scheduler takes them over.
 */
export class Keeper {
  #settings: ExecutorSettings;
  #algorithm: Algorithm;
  #secrets: string[];

  constructor(settings: ExecutorSettings, algorithm: Algorithm, secrets: string[]) {
    this.#settings = settings;
    this.#algorithm = algorithm;
    this.#secrets = redactable(secrets);
  }

  /** Whether nothing of this has to be waited for. */
  isQuick(values: readonly OutValue[]): boolean {
    return this.#algorithm === "sha256" && values.length <= FEW &&
      values.every((value) => value.bytes.length <= INLINE_MAX && value.path === undefined);
  }

  /** Keeps values that are quick. */
  keepNow(values: readonly OutValue[], payload: Payload): KeptRef[] {
    const refs: KeptRef[] = [];
    for (const value of values) {
      const ref = this.#keepSmall(value, payload);
      if (ref !== null) refs.push(ref);
    }
    return refs;
  }

  /** Keeps any values. `payload` is asked for when all that has to be waited for is done. */
  async keep(values: readonly OutValue[], payload: () => Payload): Promise<KeptRef[]> {
    requireRoom(values);
    await loadNative(this.#algorithm);
    const large = new Map<OutValue, KeptRef | null>();
    for (const value of values) {
      if (value.path !== undefined) large.set(value, await this.#keepFile(value, value.path));
      else if (value.bytes.length > INLINE_MAX) large.set(value, await this.#keepLarge(value));
    }
    const refs: KeptRef[] = [];
    for (const value of values) {
      const ref = large.has(value) ? large.get(value)! : this.#keepSmall(value, payload());
      if (ref !== null) refs.push(ref);
    }
    return refs;
  }

  /** Blots out secrets in text. */
  redact(text: string): string {
    return redactText(text, this.#secrets);
  }

  /** What a step asks for and the scheduler will keep. */
  redactAsk(ask: Ask): Ask {
    return ask.of === "tag" ? { ...ask, add: ask.add.map((tag) => this.redact(tag)) } : ask;
  }

  /** An error as it is told: without secrets, and no longer than people read. */
  redactError(error: ErrorRecord): ErrorRecord {
    const shown = (text: string) => cut(this.redact(text));
    return {
      ...error,
      name: shown(error.name),
      message: shown(error.message),
      stack: shown(error.stack),
      type: shown(error.type),
      ...error.hint === undefined ? {} : { hint: shown(error.hint) },
    };
  }

  #keepSmall(value: OutValue, payload: Payload): KeptRef | null {
    const { kind } = value;
    const name = this.redact(value.name);
    if (value.deleted) return { name, kind: "", digest: "", size: 0 };
    if (value.ref !== undefined) return { name, ...value.ref };
    const bytes = redactBytes(kind, value.bytes, this.#secrets);
    const digest = digestSync(bytes, this.#algorithm);
    if (digest === value.was) return null;
    return { name, kind, digest, size: bytes.length, piece: payload.add(bytes) };
  }

  async #keepLarge(value: OutValue): Promise<KeptRef | null> {
    const { kind } = value;
    const name = this.redact(value.name);
    const bytes = redactBytes(kind, value.bytes, this.#secrets);
    const digest = digestSync(bytes, this.#algorithm);
    if (digest === value.was) return null;
    const ref = { name, kind, digest, size: bytes.length };
    // Equal content is in the store once: nothing is written.
    if (inspectObject(this.#settings.store, digest, bytes.length) !== null) return ref;
    const { path, coding, storedSize } = await stageBytes(this.#settings.staging, bytes, digest);
    return { ...ref, staged: { path, coding, storedSize } };
  }

  /** A file of the step, which may be larger than memory. */
  async #keepFile(value: OutValue, path: string): Promise<KeptRef> {
    this.#requireOwn(path);
    const writer = new StagedWriter(this.#settings.staging, { algorithm: this.#algorithm });
    using file = await Deno.open(path);
    const buffer = new Uint8Array(PIECE);
    const longest = Math.max(1, ...this.#secrets.map((secret) => encoder.encode(secret).length));
    let held = new Uint8Array(0);
    for (;;) {
      const count = await file.read(buffer);
      if (count === null) break;
      if (this.#secrets.length === 0) {
        await writer.write(buffer.slice(0, count));
        continue;
      }
      // The beginning of a secret may stand at the end of the piece.
      const piece = redactBytes("bytes", concat([held, buffer.subarray(0, count)]), this.#secrets);
      const whole = Math.max(0, piece.length - longest + 1);
      await writer.write(piece.slice(0, whole));
      held = piece.slice(whole);
    }
    if (held.length > 0) await writer.write(held);
    const { digest, size, coding, storedSize, path: staged } = await writer.finish();
    const ref = { name: this.redact(value.name), kind: value.kind, digest, size };
    return { ...ref, staged: { path: staged, coding, storedSize } };
  }

  /** The step may name any path; this half could read more than the step can. */
  #requireOwn(path: string) {
    const own = Deno.realPathSync(this.#settings.temp);
    const real = Deno.realPathSync(path);
    if (!real.startsWith(`${own}/`)) {
      throw new Error(`"${path}" is not in the task's temporary folder (current.tempDir)`);
    }
  }
}

function cut(text: string): string {
  if (text.length <= ERROR_TEXT) return text;
  return `${text.slice(0, ERROR_TEXT)}… (${text.length - ERROR_TEXT} characters more)`;
}

/** @throws {Error} Where values are too many for one message. */
function requireRoom(values: readonly OutValue[]): void {
  let bytes = 0;
  let header = 0;
  for (const value of values) {
    if (value.bytes.length <= INLINE_MAX) bytes += value.bytes.length;
    header += value.name.length + 200;
  }
  if (bytes <= MOST_BYTES && header <= MOST_HEADER) return;
  throw new Error(`${values.length} of them are too many; keep fewer that hold more`);
}
