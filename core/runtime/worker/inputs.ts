import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import type { InputsHost } from "../../flow/host.ts";
import type { Ask, InputsAnswer, NamedRef } from "../protocol/messages.ts";
import { pieceOf } from "../protocol/frames.ts";
import type { TableEntry } from "./messages.ts";
import { decodeValue, FILE_KIND, sharesMemory } from "./values.ts";

/** Inputs asked for at once. */
const PAGE = 512;
/** Pages kept: enough for a few iterations side by side. */
const PAGES_KEPT = 4;

const NONE: ReadonlySet<string> = new Set();

/** One input of a join. */
interface Input {
  step: string;
  /** In the foreach; -1 for a branch. */
  index: number;
  own: Map<string, TableEntry>;
  /** Names that were there at the split, and are not seen at the end of this input. */
  gone: ReadonlySet<string>;
  /** Null where it has not been asked for. */
  item: TableEntry | null;
  /** Decoded values, so that two reads give the same object. */
  values: Map<string, unknown>;
}

/** What the inputs of a join need of the Worker. */
export interface InputsSource {
  length: number;
  /** Artifacts that the step is known to read of its inputs. */
  reads: string[];
  /** Blocks until the scheduler has answered. */
  ask(ask: Ask): { header: unknown; payload: Uint8Array<ArrayBuffer> };
  fetch(entry: TableEntry): Uint8Array<ArrayBuffer>;
  /** Taken over by `merge`: they become names of the join. */
  merged(entries: Map<string, TableEntry>): void;
}

/** The inputs of a join, loaded page by page as they are looked at. */
export class WorkerInputs implements InputsHost {
  readonly length: number;
  #source: InputsSource;
  #pages = new Map<number, Input[]>();
  #base: Map<string, TableEntry> | null = null;
  /** The step looks at items: from now on they come along. */
  #withItems = false;

  constructor(source: InputsSource) {
    this.#source = source;
    this.length = source.length;
  }

  stepOf(position: number): string {
    return this.#input(position).step;
  }

  has(position: number, name: string): boolean {
    return this.#entry(this.#input(position), name) !== undefined;
  }

  read(position: number, name: string): unknown {
    const input = this.#input(position);
    if (input.values.has(name)) return input.values.get(name);
    const entry = this.#entry(input, name);
    if (entry === undefined) throw new Error(`No artifact "${name}"`);
    const value = this.#decode(entry);
    input.values.set(name, value);
    return value;
  }

  item(position: number): unknown {
    const input = this.#input(position);
    if (input.index < 0) return undefined;
    if (input.item === null) this.#loadItems(position - position % PAGE);
    return this.#decode(input.item!);
  }

  index(position: number): number {
    return this.#input(position).index;
  }

  names(position: number): string[] {
    const { own, gone } = this.#input(position);
    const inherited = [...this.#base!.keys()].filter((name) => !gone.has(name));
    return [...new Set([...inherited, ...own.keys()])];
  }

  merge(options: { include: string[] | null; exclude: string[]; already: string[] }):
    | { taken: string[] }
    | { conflicts: string[] }
    | { missing: string[] } {
    const { header, payload } = this.#source.ask({ of: "merge", ...options });
    const answer = header as
      | { taken: NamedRef[] }
      | { conflicts: string[] }
      | { missing: string[] };
    if (!("taken" in answer)) return answer;
    this.#source.merged(tableOf(answer.taken, payload));
    return { taken: answer.taken.map((ref) => ref.name) };
  }

  #entry({ own, gone }: Input, name: string): TableEntry | undefined {
    return own.get(name) ?? (gone.has(name) ? undefined : this.#base!.get(name));
  }

  #decode(entry: TableEntry): unknown {
    if (entry.kind === FILE_KIND) return decodeValue(entry, new Uint8Array(0));
    const bytes = entry.bytes ?? this.#source.fetch(entry);
    return decodeValue(entry, sharesMemory(entry.kind) ? bytes.slice() : bytes);
  }

  #input(position: number): Input {
    const first = position - position % PAGE;
    const page = this.#pages.get(first) ?? this.#load(first);
    return page[position - first]!;
  }

  #ask(first: number) {
    const { header, payload } = this.#source.ask({
      of: "inputs",
      from: first,
      count: this.#sizeOf(first),
      then: this.#sizeOf(first + PAGE),
      names: this.#source.reads,
      base: this.#base === null,
      items: this.#withItems,
    });
    return { answer: header as InputsAnswer, payload };
  }

  #sizeOf(first: number): number {
    return Math.max(0, Math.min(PAGE, this.length - first));
  }

  /** Completes a page that came without its items. */
  #loadItems(first: number): void {
    this.#withItems = true;
    const { answer, payload } = this.#ask(first);
    answer.inputs.forEach(({ item }, at) => {
      this.#pages.get(first)![at]!.item = entryOf(item!, payload);
    });
  }

  #load(first: number): Input[] {
    const { answer, payload } = this.#ask(first);
    if (answer.base !== null) this.#base = tableOf(answer.base, payload);
    const page = answer.inputs.map((input): Input => ({
      step: input.step,
      index: input.index,
      own: tableOf(input.refs, payload),
      gone: input.gone.length === 0 ? NONE : new Set(input.gone),
      item: input.item === null ? null : entryOf(input.item, payload),
      values: new Map(),
    }));
    if (this.#pages.size >= PAGES_KEPT) {
      this.#pages.delete(this.#pages.keys().next().value!);
    }
    this.#pages.set(first, page);
    return page;
  }
}

/** A table of names from refs and the payload that their pieces are of. */
export function tableOf(
  refs: NamedRef[],
  payload: Uint8Array<ArrayBuffer>,
): Map<string, TableEntry> {
  const table = new Map<string, TableEntry>();
  for (const ref of refs) {
    const entry = entryOf(ref, payload);
    if (ref.is !== undefined) entry.is = ref.is;
    table.set(ref.name, entry);
  }
  return table;
}

/** A value's entry, with its bytes if they came along. */
export function entryOf(
  ref: ArtifactRef & { piece?: [number, number] },
  payload: Uint8Array<ArrayBuffer>,
): TableEntry {
  const entry: TableEntry = { digest: ref.digest, kind: ref.kind, size: ref.size };
  if (ref.piece !== undefined) entry.bytes = pieceOf(payload, ref.piece);
  return entry;
}
