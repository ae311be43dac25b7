/**
 * What can be put on a card.
 *
 * @module
 */

import { Component, component, wrong } from "./component.ts";
import type { Description, Json as JsonValue } from "./description.ts";
import { imageType } from "./image_type.ts";
import { plain } from "./plain.ts";

/** Rows of a table that are kept, and events of a timeline. */
const MOST_ROWS = 1000;
/** Rows of data in a chart. */
const MOST_DATA = 100_000;

/** A heading above a component. */
export interface Labelled {
  label?: string;
}

function labelOf({ label }: Labelled): Labelled {
  return label === undefined ? {} : { label: String(label) };
}

/**
 * Text that is written in Markdown. HTML in it is shown as text, and nothing is loaded.
 *
 * @example
 * ```ts
 * current.card.append(Markdown(`# Films of ${this.genre}`));
 * ```
 */
export const Markdown: (text: string) => Component<[text: string]> = component((text: string) => ({
  is: "markdown",
  text: String(text),
}));

/** Options of {@linkcode Table}. */
export interface TableOptions extends Labelled {
  /** Which columns, in this order; else all that the first row has. */
  columns?: string[];
}

/** A row of a table: its cells, or its members by the name of the column. A cell may be a component. */
export type TableRow = readonly unknown[] | object;

/** A table. The first 1,000 rows are kept. */
export const Table: (
  rows: Iterable<TableRow>,
  options?: TableOptions,
) => Component<[rows: Iterable<TableRow>, options?: TableOptions]> = component(
  (rows: Iterable<TableRow>, options: TableOptions = {}): Description => {
    if (typeof rows?.[Symbol.iterator] !== "function" || typeof rows === "string") {
      return wrong("Table: its rows are no list. Pass an array of objects or arrays.");
    }
    const all = Array.isArray(rows) ? rows : [...rows];
    const kept = all.slice(0, MOST_ROWS) as TableRow[];
    const [first = []] = kept;
    const columns = options.columns?.map(String) ??
      (Array.isArray(first) ? first.map((_, at) => String(at + 1)) : Object.keys(first));
    return {
      is: "table",
      columns,
      rows: kept.map((row) =>
        Array.isArray(row)
          ? row.map(cellOf)
          : columns.map((name) => cellOf((row as Record<string, unknown>)?.[name] ?? ""))
      ),
      total: all.length,
      ...labelOf(options),
    };
  },
);

function cellOf(value: unknown): JsonValue | Description {
  if (value instanceof Component) return value.description;
  const cell = plain(value, { items: 100, text: 5000, depth: 4 });
  // Only a component says by itself what it is.
  return typeof cell === "object" && cell !== null && "is" in cell ? JSON.stringify(cell) : cell;
}

/** Options of {@linkcode Image}. */
export interface ImageOptions extends Labelled {
  /** Its media type, such as `image/png`, where its bytes do not tell. */
  type?: string;
  /** What it shows, for who cannot see it. */
  alt?: string;
}

/** A picture: PNG, JPEG, GIF, WebP, AVIF or SVG, from its bytes. */
export const Image: (
  bytes: Uint8Array | ArrayBuffer,
  options?: ImageOptions,
) => Component<[bytes: Uint8Array | ArrayBuffer, options?: ImageOptions]> = component(
  (given: Uint8Array | ArrayBuffer, options: ImageOptions = {}): Description => {
    const isBytes = given instanceof Uint8Array || given instanceof ArrayBuffer;
    const bytes = isBytes ? new Uint8Array(given) : new Uint8Array(0);
    const type = options.type ?? imageType(bytes);
    if (type === null || !isBytes) {
      return wrong(
        isBytes
          ? 'Image: its bytes are no picture that is known. Say its type: { type: "image/…" }.'
          : "Image: it takes the bytes of a picture, as Deno.readFile gives them.",
      );
    }
    const alt = String(options.alt ?? options.label ?? "");
    return { is: "image", type, base64: bytes.toBase64(), alt, ...labelOf(options) };
  },
);

/**
 * A chart, as [Vega-Lite](https://vega.github.io/vega-lite/) describes it. Its data stands in it
 * (`data: { values }`): nothing is loaded.
 *
 * @example
 * ```ts
 * current.card.append(Chart({
 *   data: { values: this.films },
 *   mark: "point",
 *   encoding: {
 *     x: { field: "votes", type: "quantitative", scale: { type: "log" } },
 *     y: { field: "rating", type: "quantitative" },
 *   },
 * }));
 * ```
 */
export const Chart: (
  spec: object,
  options?: Labelled,
) => Component<[spec: object, options?: Labelled]> = component(
  (spec: object, options: Labelled = {}): Description => {
    if (typeof spec !== "object" || spec === null) {
      return wrong("Chart: it takes an object, a specification of Vega-Lite.");
    }
    const limits = { items: MOST_DATA, text: 100_000, depth: 40 };
    return { is: "chart", spec: plain(spec, limits), ...labelOf(options) };
  },
);

/** Options of {@linkcode ProgressBar}. */
export interface ProgressOptions extends Labelled {
  /** How much there is to do; without it only what is done is told. */
  max?: number;
  value?: number;
  unit?: string;
}

/** {@linkcode ProgressBar} on a card. */
export class Progress extends Component<[options: ProgressOptions]> {
  #options: ProgressOptions;

  constructor(options: ProgressOptions) {
    super(describeProgress, [options]);
    this.#options = options;
  }

  /** Moves it to a value; what else is given changes as well. */
  override update(changed: number | ProgressOptions): this {
    const change = typeof changed === "number" ? { value: changed } : changed;
    this.#options = { ...this.#options, ...change };
    return super.update(this.#options);
  }
}

function describeProgress(options: ProgressOptions): Description {
  const number = (value: unknown) => Number.isFinite(value) ? value as number : null;
  return {
    is: "progress",
    value: number(options.value) ?? 0,
    max: number(options.max),
    ...options.unit === undefined ? {} : { unit: String(options.unit) },
    ...labelOf(options),
  };
}

/**
 * A bar that tells how far something has come.
 *
 * @example
 * ```ts
 * const bar = ProgressBar({ max: rows.length, label: "Rows" });
 * current.card.append(bar);
 * for (const [at, row] of rows.entries()) {
 *   await load(row);
 *   bar.update(at + 1);
 *   current.card.refresh();
 * }
 * ```
 */
export function ProgressBar(options: ProgressOptions = {}): Progress {
  return new Progress(options);
}

/** Options of {@linkcode ValueBox}. */
export interface ValueOptions {
  unit?: string;
  /** How it has changed: shown as a rise or a fall. */
  change?: number;
}

/** One figure, large. */
export const ValueBox: (
  label: string,
  value: unknown,
  options?: ValueOptions,
) => Component<[label: string, value: unknown, options?: ValueOptions]> = component(
  (label: string, value: unknown, options: ValueOptions = {}): Description => ({
    is: "value",
    label: String(label),
    value: plain(value, { items: 20, text: 200, depth: 2 }),
    ...options.unit === undefined ? {} : { unit: String(options.unit) },
    ...Number.isFinite(options.change) ? { change: options.change! } : {},
  }),
);

/** Options of {@linkcode Code}. */
export interface CodeOptions extends Labelled {
  language?: string;
}

/** A piece of a program, or any text that is to stand as it is. */
export const Code: (
  text: string,
  options?: CodeOptions,
) => Component<[text: string, options?: CodeOptions]> = component(
  (text: string, options: CodeOptions = {}): Description => ({
    is: "code",
    text: plain(String(text)) as string,
    ...options.language === undefined ? {} : { language: String(options.language) },
    ...labelOf(options),
  }),
);

/** Any value, as a tree to unfold. Its name is not `JSON`, which a flow file needs as well. */
export const Json: (
  value: unknown,
  options?: Labelled,
) => Component<[value: unknown, options?: Labelled]> = component(
  (value: unknown, options: Labelled = {}): Description => ({
    is: "json",
    value: plain(value),
    ...labelOf(options),
  }),
);

/** {@linkcode EventsTimeline} on a card. */
export class Timeline extends Component<[options: Labelled]> {
  constructor(options: Labelled) {
    const events: { time: number; fields: Record<string, JsonValue> }[] = [];
    super((given) => ({ is: "events", events: [...events], ...labelOf(given) }), [options]);
    this.#events = events;
    this.#options = options;
  }

  #events: { time: number; fields: Record<string, JsonValue> }[];
  #options: Labelled;

  /**
   * Adds an event that happens now, or at `time`. The last 1,000 are kept.
   *
   * @param fields What is told of it, by name.
   */
  add(fields: Record<string, unknown>, time: Date | number = Date.now()): this {
    const told = plain(fields, { items: 50, text: 2000, depth: 4 });
    this.#events.push({ time: Number(time), fields: told as Record<string, JsonValue> });
    if (this.#events.length > MOST_ROWS) this.#events.shift();
    return super.update(this.#options);
  }
}

/** What happened when, to be added to while the step runs. */
export function EventsTimeline(options: Labelled = {}): Timeline {
  return new Timeline(options);
}
