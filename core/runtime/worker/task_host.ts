import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import type { NameKind, TaskHost } from "../../flow/host.ts";
import type { WorkerInputs } from "./inputs.ts";
import type { TableEntry } from "./messages.ts";
import { decodeValue, FILE_KIND, sharesMemory } from "./values.ts";

/** Encoded values up to this size are kept to see whether the step has changed the value. */
const KEEP_MAX = 64 * 1024;

const NOTHING = new Uint8Array(0);

/** What of the Worker's memory a task reads from. */
export interface TaskSource {
  step: string;
  table: ReadonlyMap<string, TableEntry>;
  frames: { index: number; size: number; entry: TableEntry }[];
  inputs: WorkerInputs | null;
  /** Blocks until the bytes of an object are here. */
  fetch(entry: TableEntry): Uint8Array<ArrayBuffer>;
  setBy: Record<string, string[]>;
  deletedBy: Record<string, string[]>;
}

/** The host of one task: reads visible names from the table that the scheduler sent. */
export class WorkerTaskHost implements TaskHost {
  readonly step: string;
  readonly inputs: WorkerInputs | null;
  readonly frames: readonly { index: number; size: number }[];
  #source: TaskSource;
  #original: Map<string, Uint8Array<ArrayBuffer>> | null = null;

  constructor(source: TaskSource) {
    this.#source = source;
    this.step = source.step;
    this.inputs = source.inputs;
    this.frames = source.frames;
  }

  kindOf(name: string): NameKind | null {
    const entry = this.#source.table.get(name);
    return entry === undefined ? null : entry.is ?? "artifact";
  }

  read(name: string): unknown {
    const entry = this.#source.table.get(name);
    if (entry === undefined) throw new Error(`No artifact "${name}"`);
    if (entry.kind === FILE_KIND) return decodeValue(entry, NOTHING);
    const bytes = this.#bytesOf(entry);
    if (!sharesMemory(entry.kind) && bytes.length <= KEEP_MAX) {
      (this.#original ??= new Map()).set(name, bytes);
    }
    return decodeValue(entry, bytes);
  }

  names(): string[] {
    return [...this.#source.table.keys()];
  }

  setBy(name: string): string[] {
    return Object.hasOwn(this.#source.setBy, name) ? this.#source.setBy[name]! : [];
  }

  deletedBy(name: string): string[] {
    return Object.hasOwn(this.#source.deletedBy, name) ? this.#source.deletedBy[name]! : [];
  }

  frameValue(depth: number): unknown {
    const entry = this.#source.frames[depth]!.entry;
    return decodeValue(entry, this.#bytesOf(entry));
  }

  /** Whether these bytes are what `name` was read from; undefined when that is not known here. */
  isUnchanged(name: string, bytes: Uint8Array): boolean | undefined {
    const original = this.#original?.get(name);
    if (original === undefined) return undefined;
    if (original.length !== bytes.length) return false;
    for (let at = 0; at < bytes.length; at++) if (original[at] !== bytes[at]) return false;
    return true;
  }

  /** What a visible name refers to. */
  refOf(name: string): ArtifactRef | undefined {
    const entry = this.#source.table.get(name);
    return entry && { digest: entry.digest, kind: entry.kind, size: entry.size };
  }

  digestOf(name: string): string | undefined {
    return this.#source.table.get(name)?.digest;
  }

  #bytesOf(entry: TableEntry): Uint8Array<ArrayBuffer> {
    if (entry.bytes === undefined) return this.#source.fetch(entry);
    return sharesMemory(entry.kind) ? entry.bytes.slice() : entry.bytes;
  }
}
