import type { z } from "@hono/zod-openapi";
import type { ArtifactInfo, Reader } from "../../../core/client/reader.ts";
import { decode, DecodeError, extendedFrom } from "../../../store/objects/codec.ts";
import type { Json } from "../../../store/objects/extend.ts";
import type { Preview, PreviewQuery } from "../api/schemas.ts";
import { cutJson } from "./cut_json.ts";
import { summarise } from "./numbers.ts";
import { asText, isHtml, sniff } from "./sniff.ts";
import { asTable, rowsOf, summariseColumns, type Table } from "./table.ts";

/** Bytes of a value that is looked at as a whole, and of numbers. */
const WHOLE = 16 * 1024 * 1024;
const NUMBERS = 64 * 1024 * 1024;
/** Bytes of the beginning that are shown of a text, and of anything else. */
const TEXT = 64 * 1024;
const HEAD = 512;
const LIMITS = { depth: 8, members: 200, characters: 2000, nodes: 5000 };
/** Numbers in a list from which on they are a chart rather than a list. */
const SERIES = 20;
const ROWS = 100;

/** What a value is, without where it came from. */
type Content = z.infer<typeof Preview>["content"];
/** What is remembered of a value: pages of a table come from the same one. */
type Known =
  | { digest: string; table: Table; columns: ReturnType<typeof summariseColumns> }
  | { digest: string; content: Content };

/** Shows values as people see them, without handing them out whole. */
export class Previewer {
  readonly #reader: Reader;
  #known: Known | null = null;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** What `artifact` is, cut to what can be shown. */
  async preview(artifact: ArtifactInfo, query: z.infer<typeof PreviewQuery>): Promise<Content> {
    const digest = `${artifact.kind} ${artifact.digest}`;
    if (this.#known?.digest !== digest) {
      const value = await this.#read(artifact);
      this.#known = "table" in value
        ? { digest, table: value.table, columns: summariseColumns(value.table) }
        : { digest, content: value.content };
    }
    const known = this.#known;
    if ("content" in known) return known.content;
    const { from = 0, rows = ROWS, sort, order } = query;
    const choice = { from, rows, descending: order === "desc" };
    return {
      kind: "table",
      columns: known.columns,
      rows: rowsOf(known.table, sort === undefined ? choice : { ...choice, sort }),
      from,
      total: known.table.rows.length,
    };
  }

  async #read(artifact: ArtifactInfo): Promise<{ table: Table } | { content: Content }> {
    const { kind, size } = artifact;
    if (["json", "ext"].includes(kind) && size <= WHOLE) {
      try {
        return ofJson(extendedFrom(kind, await this.#reader.bytes(artifact)));
      } catch (error) {
        // A step may have left anything under that name.
        if (!(error instanceof DecodeError)) throw error;
      }
    }
    const isNumbers = /^(u?int(8|16|32|8clamped)|big(u)?int64|float(16|32|64))$/.test(kind);
    if (isNumbers && size <= NUMBERS) {
      try {
        const values = decode(kind, await this.#reader.bytes(artifact)) as ArrayLike<number>;
        return { content: { kind: "numbers", ...summarise(values) } };
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }
    return { content: ofHead(artifact, await this.#head(artifact)) };
  }

  /** The first bytes. */
  async #head(artifact: ArtifactInfo): Promise<Uint8Array> {
    if (artifact.size <= TEXT) return await this.#reader.bytes(artifact);
    const reader = (await this.#reader.stream(artifact)).getReader();
    try {
      const { value } = await reader.read();
      return (value ?? new Uint8Array()).subarray(0, TEXT);
    } finally {
      await reader.cancel();
    }
  }
}

function ofJson(value: Json): { table: Table } | { content: Content } {
  if (typeof value === "string") return { content: ofText(value, value.length) };
  const table = asTable(value);
  if (table !== null) return { table };
  const isSeries = Array.isArray(value) && value.length >= SERIES &&
    value.every((one) => typeof one === "number");
  if (isSeries) return { content: { kind: "numbers", ...summarise(value as number[]) } };
  return { content: { kind: "json", ...cutJson(value, LIMITS) } };
}

function ofHead({ kind, size }: ArtifactInfo, head: Uint8Array): Content {
  const isWhole = head.length === size;
  const isPlain = ["bytes", "arraybuffer", "file"].includes(kind);
  const type = isPlain ? sniff(head) : null;
  const what = type?.split("/")[0];
  if (what === "image" || what === "audio") return { kind: what, type: type! };
  if (type === null) {
    const text = asText(head, isWhole);
    if (text !== null) return ofText(text, isWhole ? text.length : null);
  }
  return {
    kind: kind === "file" ? "file" : "bytes",
    type,
    head: head.subarray(0, HEAD).toBase64(),
  };
}

/** @param length null where only the beginning is known. */
function ofText(text: string, length: number | null): Content {
  const shown = text.slice(0, TEXT);
  const cut = length === null || length > shown.length;
  return { kind: isHtml(text) ? "html" : "text", text: shown, length, cut };
}
