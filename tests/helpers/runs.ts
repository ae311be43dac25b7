/**
 * Runs written straight into a store, for tests of what reads them. No flow is executed.
 *
 * @module
 */

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { openDatabase } from "../../store/metadata/database.ts";
import { type ArtifactRef, type Taken, TINY_MAX } from "../../store/metadata/rows.ts";
import { encode } from "../../store/objects/codec.ts";
import { digestSync } from "../../store/objects/digest.ts";

/** Columns of a run; what is left out is filled in. */
export interface RunSpec {
  flow?: string;
  number?: number;
  status?: string;
  created?: number;
  finished?: number | null;
  heartbeat?: number;
  pid?: number;
  host?: string;
  user?: string;
  originRun?: number;
  params?: Record<string, unknown>;
  project?: { name: string; branch: string; production: boolean };
  tags?: string[];
  systemTags?: string[];
  /** Files of the code package, by path. */
  code?: Record<string, string>;
}

/** Columns of a task, and what belongs to it. */
export interface TaskSpec {
  number?: number;
  status?: string;
  /** One parent, or the inputs of a join. */
  parent?: number | number[];
  split?: number;
  splitIndex?: number;
  next?: Taken;
  originRun?: number;
  sets?: Record<string, unknown>;
  /** Deleted names. */
  deletes?: string[];
  items?: unknown[];
  logs?: [stream: 1 | 2 | 3, text: string][];
  /** Cards of the first attempt by id: their components, or HTML of the flow's own. */
  cards?: Record<string, unknown[] | string>;
  error?: { name: string; message: string; stack: string; type: string };
}

/** A store in a temporary folder. */
export class StoreFixture {
  readonly root: string;
  readonly dir: string;
  readonly db: DatabaseSync;

  constructor() {
    this.root = Deno.makeTempDirSync();
    this.dir = `${this.root}/.flow`;
    openDatabase(this.dir, { create: true }).close();
    // Not with `create`: so that upkeep finds nobody adding objects.
    this.db = openDatabase(this.dir);
    this.db.exec("PRAGMA synchronous = OFF");
  }

  /** Keeps bytes in the database, whatever their size. */
  putInline(bytes: Uint8Array): string {
    const digest = digestSync(bytes);
    this.insert("objects", { digest, size: bytes.length, coding: 0, data: bytes });
    return digest;
  }

  /** Keeps a value as the scheduler does: a tiny one in its reference, others as objects. */
  put(value: unknown): ArtifactRef {
    const { kind, bytes } = encode(value);
    return this.putBytes(kind, bytes);
  }

  /** The same for a value that is encoded already. */
  putBytes(kind: string, bytes: Uint8Array<ArrayBuffer>): ArtifactRef {
    const ref = { digest: digestSync(bytes), kind, size: bytes.length };
    if (bytes.length <= TINY_MAX) return { ...ref, data: bytes };
    this.putInline(bytes);
    return ref;
  }

  /** Keeps a value as an object, however small, and gives its digest. */
  putObject(value: unknown): string {
    return this.putInline(encode(value).bytes);
  }

  run(spec: RunSpec = {}): RunFixture {
    return new RunFixture(this, spec);
  }

  insert(table: string, row: Record<string, SQLInputValue>): number | bigint {
    const names = Object.keys(row);
    const marks = names.map(() => "?").join(", ");
    const sql = `INSERT OR IGNORE INTO ${table} (${names.join(", ")}) VALUES (${marks})`;
    return this.db.prepare(sql).run(...Object.values(row)).lastInsertRowid;
  }

  [Symbol.dispose](): void {
    this.db.close();
    Deno.removeSync(this.root, { recursive: true });
  }
}

/** A run in a {@linkcode StoreFixture}. */
export class RunFixture {
  readonly store: StoreFixture;
  readonly flow: string;
  readonly number: number;
  readonly id: number;
  #tasks = 0;

  constructor(store: StoreFixture, spec: RunSpec) {
    this.store = store;
    this.flow = spec.flow ?? "Demo";
    const created = spec.created ?? Date.now();
    const last = store.db.prepare("SELECT max(number) AS n FROM runs WHERE flow = ?");
    this.number = spec.number ?? Number(last.get(this.flow)!.n ?? 0) + 1;
    const files = Object.entries(spec.code ?? {}).map(([path, text]) => ({
      path,
      digest: store.putInline(new TextEncoder().encode(text)),
      size: text.length,
    }));
    this.id = Number(store.insert("runs", {
      flow: this.flow,
      number: this.number,
      status: spec.status ?? "succeeded",
      created,
      finished: spec.finished !== undefined ? spec.finished : created + 10,
      heartbeat: spec.heartbeat ?? created,
      pid: spec.pid ?? Deno.pid,
      host: spec.host ?? Deno.hostname(),
      user: spec.user ?? "ann",
      origin_run: spec.originRun ?? null,
      params: JSON.stringify(spec.params ?? {}),
      graph: store.putObject({ flow: this.flow, steps: [] }),
      code: store.putObject({ files }),
      file: `/flows/${this.flow}.ts`,
      class: this.flow,
      project: spec.project ? JSON.stringify(spec.project) : null,
    }));
    for (const tag of spec.tags ?? []) store.insert("tags", { run: this.id, tag, system: 0 });
    for (const tag of spec.systemTags ?? []) store.insert("tags", { run: this.id, tag, system: 1 });
    for (const [name, value] of Object.entries(spec.params ?? {})) this.set(0, name, value);
  }

  /** Adds a finished task and gives its number. */
  task(step: string, spec: TaskSpec = {}): number {
    const { store, id: run } = this;
    const number = spec.number ?? this.#tasks + 1;
    this.#tasks = Math.max(this.#tasks, number);
    const joined = Array.isArray(spec.parent);
    const status = spec.status ?? "succeeded";
    store.insert("tasks", {
      run,
      number,
      step,
      status,
      attempt: 1,
      parent: typeof spec.parent === "number" ? spec.parent : null,
      joined: joined ? 1 : 0,
      split: spec.split ?? null,
      split_index: spec.splitIndex ?? null,
      created: 1000 + number,
      started: 2000 + number,
      finished: 3000 + number,
      next: spec.next ? JSON.stringify(spec.next) : null,
      origin_run: spec.originRun ?? null,
    });
    if (Array.isArray(spec.parent)) {
      spec.parent.forEach((parent, position) =>
        store.insert("join_parents", { run, child: number, position, parent })
      );
    }
    if (spec.originRun === undefined) {
      store.insert("attempts", {
        run,
        task: number,
        attempt: 1,
        status,
        started: 2000 + number,
        finished: 3000 + number,
        error: spec.error ? JSON.stringify(spec.error) : null,
      });
    }
    for (const [name, value] of Object.entries(spec.sets ?? {})) this.set(number, name, value);
    for (const name of spec.deletes ?? []) {
      store.insert("artifacts", { run, task: number, name, digest: "", kind: "", size: 0 });
    }
    spec.items?.forEach((value, position) =>
      store.insert("items", { run, task: number, position, ...store.put(value) })
    );
    spec.logs?.forEach(([stream, text], seq) =>
      store.insert("logs", { run, task: number, attempt: 1, seq, stream, time: 2000 + seq, text })
    );
    Object.entries(spec.cards ?? {}).forEach(([id, shown], position) =>
      this.card(number, { id, position, shown })
    );
    return number;
  }

  /** Adds a card; without anything to show, only that there is one. */
  card(
    task: number,
    spec: { id?: string; attempt?: number; position?: number; type?: string; shown?: unknown },
  ): void {
    const { id = "default", attempt = 1, position = 0, shown } = spec;
    const isOwn = typeof shown === "string";
    const ref = shown === undefined
      ? { digest: "", kind: "", size: 0 }
      : isOwn
      ? this.store.putBytes("text", new TextEncoder().encode(shown))
      : this.store.put({ components: shown });
    this.store.insert("cards", {
      run: this.id,
      task,
      attempt,
      id,
      position,
      type: spec.type ?? (isOwn ? "own" : "blank"),
      revision: shown === undefined ? 0 : 1,
      time: 2500 + task,
      data: null,
      ...ref,
    });
  }

  set(task: number, name: string, value: unknown): void {
    this.ref(task, name, this.store.put(value));
  }

  ref(task: number, name: string, ref: ArtifactRef): void {
    this.store.insert("artifacts", { run: this.id, task, name, data: null, ...ref });
  }

  /** start → foreach → body (one task an item) → join → end, and what it left. */
  foreach(items: unknown[], body: (item: unknown, index: number) => Record<string, unknown>): void {
    const start = this.task("start", {
      sets: { source: "all" },
      items,
      next: { kind: "foreach", targets: ["score"], size: items.length },
    });
    const scores = items.map((item, splitIndex) =>
      this.task("score", {
        parent: start,
        split: start,
        splitIndex,
        sets: body(item, splitIndex),
        next: { kind: "linear", targets: ["gather"] },
        logs: [[1, `scoring ${item}\n`]],
      })
    );
    const gather = this.task("gather", {
      parent: scores,
      sets: { total: items.length },
      next: { kind: "linear", targets: ["end"] },
    });
    this.task("end", { parent: gather, next: { kind: "end", targets: [] } });
  }
}
