import { LocalReader } from "../../../core/client/local_reader.ts";
import type { Reader } from "../../../core/client/reader.ts";
import { lazy } from "../../../store/lazy.ts";
import type { Store } from "../../../store/store.ts";

/**
 * The store that a server answers from. It need not be there yet, it may go, and another may come in
 * its place: each request is answered from what is there then.
 */
export class LiveStore implements Disposable {
  /** The store's folder. */
  readonly dir: string;
  readonly #reader: LocalReader;
  #opened: Promise<Store> | null = null;
  /** Which file the database was when it was last looked at; null where there was none. */
  #file: string | null = null;

  constructor(dir: string) {
    this.dir = dir;
    this.#reader = new LocalReader(dir);
  }

  /** Answers as the client does. */
  get reader(): Reader {
    return this.#reader;
  }

  /**
   * The store, to read. Ask anew after each wait: another one may have come.
   *
   * @throws FlowError As `openStore`.
   */
  async open(): Promise<Store> {
    this.#opened ??= lazy<typeof import("../../../store/store.ts")>(
      new URL("../../../store/store.ts", import.meta.url),
    ).then(({ openStore }) => openStore(this.dir, { readonly: true }));
    const opening = this.#opened;
    try {
      return await opening;
    } catch (error) {
      if (this.#opened === opening) this.#opened = null;
      throw error;
    }
  }

  /**
   * Looks whether the store is still the one that was opened, and closes that one if not: a database
   * that was deleted would answer for ever from what no longer has a name.
   *
   * @returns Which database it is; null where there is none.
   */
  look(): string | null {
    let file: string | null = null;
    try {
      const { dev, ino, birthtime } = Deno.statSync(`${this.dir}/flow.db`);
      file = `${dev}.${ino}.${birthtime?.getTime()}`;
    } catch {
      // There is none, or none that can be read; who asks is told so.
    }
    if (file !== this.#file) {
      this.#file = file;
      this[Symbol.dispose]();
    }
    return file;
  }

  /** Closes it; it opens again when something is asked. */
  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
    this.#opened?.then((store) => store[Symbol.dispose](), () => {});
    this.#opened = null;
  }
}
