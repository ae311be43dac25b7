import type { DatabaseSync, StatementSync } from "node:sqlite";
import { digestAlgorithm } from "../metadata/database.ts";
import { explainSqlite } from "../metadata/sqlite_error.ts";
import { type Algorithm, digestSync, loadNative, parseDigest } from "./digest.ts";
import { readObject, readObjectStream } from "./files.ts";
import { CHUNK, INLINE_MAX, RAW, stagingFolder } from "./layout.ts";
import { damagedObject, explainFile, largeObject, missingObject } from "./object_errors.ts";
import {
  adoptStaged,
  inspectObject,
  removeObjectFile,
  type Staged,
  StagedWriter,
} from "./staged.ts";

export { INLINE_MAX };

/** An object that has been put. */
export interface StoredObject {
  digest: string;
  /** Bytes of the content. */
  size: number;
}

/** What is known of an object without reading it. */
export interface ObjectStat extends StoredObject {
  /** Whether it is a row of the database; otherwise it is a file. */
  inline: boolean;
  /** 0 kept as it is, 1 compressed by zstd. */
  coding: number;
}

interface Row {
  size: number;
  coding: number;
  data: Uint8Array<ArrayBuffer> | null;
}

/** Digests asked for at a time. */
const BATCH = 500;

/**
 * The objects of a store, for a process that holds its database. What is read is verified. Reading
 * one of BLAKE3 without an await needs {@linkcode ObjectStore.load}.
 *
 * What is put is durable, but until something refers to it `gc` may remove it. So whoever puts an
 * object does it in the write transaction that adds what refers to it (`put` joins an open one), or
 * holds the lock of a process that adds objects (see `store/lock.ts`).
 */
export class ObjectStore {
  /** The store's folder. */
  readonly dir: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #algorithm: Algorithm | null = null;

  constructor(dir: string, db: DatabaseSync) {
    this.dir = dir;
    this.#db = db;
  }

  /** What objects of this store are hashed with. */
  get algorithm(): Algorithm {
    return this.#algorithm ??= digestAlgorithm(this.#db);
  }

  /** Loads what hashing without an await needs. */
  async load(): Promise<void> {
    if (this.algorithm === "blake3") await loadNative("blake3");
  }

  /**
   * The bytes of an object.
   *
   * @param most A file of more bytes is not read.
   * @throws {FlowError} `object-missing`, `object-damaged` or `object-large`.
   */
  get(digest: string, most = Infinity): Uint8Array<ArrayBuffer> {
    const row = this.#row(digest);
    if (row?.data === null && row.size > most) throw largeObject(digest, row.size);
    return this.#bytes(digest, row);
  }

  /**
   * The bytes of many objects, by digest, with few questions to the database.
   *
   * @throws {FlowError} `object-missing` or `object-damaged`, for any of them.
   */
  getMany(digests: Iterable<string>): Map<string, Uint8Array<ArrayBuffer>> {
    const wanted = [...new Set(digests)];
    const found = new Map<string, Uint8Array<ArrayBuffer>>();
    const select = this.#prepare(
      `SELECT digest, size, coding, data FROM objects
      WHERE digest IN (SELECT value FROM json_each(?))`,
    );
    for (let at = 0; at < wanted.length; at += BATCH) {
      const rows = select.all(JSON.stringify(wanted.slice(at, at + BATCH)));
      for (const row of rows as unknown as (Row & { digest: string })[]) {
        found.set(row.digest, this.#bytes(row.digest, row));
      }
    }
    for (const digest of wanted) if (!found.has(digest)) throw missingObject(digest);
    return found;
  }

  /**
   * An object as a stream of pieces of 1 MiB (the last one of less) in bounded memory. It ends in an
   * error before the last piece where it is damaged.
   *
   * @throws {FlowError} `object-missing` or `object-damaged`, before or while it is read.
   */
  async stream(digest: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    await loadNative(parseDigest(digest).algorithm);
    const row = this.#row(digest);
    if (row !== undefined && row.data === null) {
      return await readObjectStream(this.dir, digest, row.size);
    }
    return ReadableStream.from([this.#bytes(digest, row)]);
  }

  /** Whether the object is there; a file must have the right size. It does not read the content. */
  has(digest: string): boolean {
    return this.stat(digest) !== null;
  }

  /** What is known of an object, or null where it is not there as {@linkcode has} says. */
  stat(digest: string): ObjectStat | null {
    const row = this.#prepare(
      "SELECT size, coding, data IS NOT NULL AS inline FROM objects WHERE digest = ?",
    ).get(digest) as { size: number; coding: number; inline: number } | undefined;
    if (row === undefined) return null;
    const { size, coding } = row;
    if (row.inline === 1) return { digest, size, coding, inline: true };
    const info = inspectObject(this.dir, digest, size);
    return info && { digest, size, coding: info.coding, inline: false };
  }

  /**
   * Puts an object. Where it is there already nothing is written.
   *
   * @throws {FlowError} `disk-full`, `store-readonly`, `store-busy`, `store-io`.
   */
  async put(bytes: Uint8Array, known?: string): Promise<StoredObject> {
    await this.load();
    const digest = known ?? digestSync(bytes, this.algorithm);
    const stored = { digest, size: bytes.length };
    if (this.has(digest)) return stored;
    if (bytes.length <= INLINE_MAX) {
      this.#write(() => this.#insert(digest, bytes.length, RAW, bytes));
      return stored;
    }
    const writer = this.#stage({ digest });
    await writer.write(bytes);
    return this.adopt(await writer.finish());
  }

  /** Puts what a stream gives, however long it is, in bounded memory. See {@linkcode put}. */
  async putStream(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<StoredObject> {
    const held: Uint8Array[] = [];
    let size = 0;
    let writer: StagedWriter | null = null;
    try {
      for await (const piece of pieces) {
        size += piece.length;
        // A stream may use its buffer again once the next piece is asked for.
        if (size <= INLINE_MAX) held.push(piece.slice());
        else {
          writer ??= this.#stage({ algorithm: this.algorithm });
          for (const early of held.splice(0)) await writer.write(early);
          await writer.write(piece);
        }
      }
    } catch (error) {
      await writer?.abort();
      throw error;
    }
    if (writer !== null) return this.adopt(await writer.finish());
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of held) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return await this.put(bytes);
  }

  /** Puts the content of a file, however large it is, in bounded memory. See {@linkcode put}. */
  async putFile(path: string): Promise<StoredObject> {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(path);
    } catch (error) {
      throw explainFile(error, "read", path);
    }
    using _ = file;
    return await this.putStream(pieces(file));
  }

  /**
   * Takes over a staged file: moves it into place and adds its row, in the transaction that is open
   * or else in one of its own.
   */
  adopt(staged: Staged): StoredObject {
    const { digest, size, coding } = staged;
    this.#write(() => {
      adoptStaged(this.dir, staged);
      this.#insert(digest, size, coding, null);
    });
    return { digest, size };
  }

  /** Removes an object, row and file. For `gc`, inside its write transaction. */
  remove(digest: string): void {
    const removed = this.#prepare("DELETE FROM objects WHERE digest = ? RETURNING data IS NULL")
      .get(digest);
    if (removed !== undefined) removeObjectFile(this.dir, digest);
  }

  #row(digest: string): Row | undefined {
    return this.#prepare("SELECT size, coding, data FROM objects WHERE digest = ?")
      .get(digest) as Row | undefined;
  }

  #bytes(digest: string, row: Row | undefined): Uint8Array<ArrayBuffer> {
    if (row === undefined) throw missingObject(digest);
    const { data, size } = row;
    if (data === null) return readObject(this.dir, digest, size);
    if (data.length !== size || digestSync(data, parseDigest(digest).algorithm) !== digest) {
      throw damagedObject(digest, "its bytes have changed");
    }
    return data;
  }

  #stage(options: { algorithm?: Algorithm; digest?: string }): StagedWriter {
    const folder = stagingFolder(this.dir);
    try {
      Deno.mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw explainFile(error, "write to", this.dir);
    }
    return new StagedWriter(folder, options);
  }

  #insert(digest: string, size: number, coding: number, data: Uint8Array | null): void {
    this.#prepare(
      "INSERT OR IGNORE INTO objects (digest, size, coding, data) VALUES (?, ?, ?, ?)",
    ).run(digest, size, coding, data);
  }

  #write(work: () => void): void {
    const own = !this.#db.isTransaction;
    try {
      if (own) this.#db.exec("BEGIN IMMEDIATE");
      work();
      if (own) this.#db.exec("COMMIT");
    } catch (error) {
      if (own && this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw explainSqlite(error, this.dir);
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The content of an open file. The next piece is read while the last one is used. */
async function* pieces(file: Deno.FsFile): AsyncGenerator<Uint8Array> {
  let [buffer, other] = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)];
  let reading = file.read(buffer);
  try {
    for (let count = await reading; count !== null; count = await reading) {
      reading = file.read(other);
      yield buffer.subarray(0, count);
      [buffer, other] = [other, buffer];
    }
  } finally {
    await reading.catch(() => {});
  }
}
