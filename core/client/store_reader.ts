import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../store/error.ts";
import { lazy } from "../../store/lazy.ts";
import {
  type ArtifactRecord,
  visibleArtifact,
  visibleArtifacts,
} from "../../store/metadata/artifacts.ts";
import { attemptsOf } from "../../store/metadata/attempts.ts";
import { digestAlgorithm, openDatabase } from "../../store/metadata/database.ts";
import { itemsOf } from "../../store/metadata/items.ts";
import { childrenOf, framesOf, parentsOf } from "../../store/metadata/lineage.ts";
import { logsOf } from "../../store/metadata/logs.ts";
import { findRun, listFlows, listRuns, type RunRecord } from "../../store/metadata/runs.ts";
import type { ArtifactRef } from "../../store/metadata/rows.ts";
import { explainSqlite } from "../../store/metadata/sqlite_error.ts";
import { changeTags, listTags } from "../../store/metadata/tags.ts";
import {
  endTask,
  findTask,
  listSteps,
  listTasks,
  type TaskRecord,
} from "../../store/metadata/tasks.ts";
import { type Algorithm, digestSync, loadNative } from "../../store/objects/digest.ts";
import { damagedObject } from "../../store/objects/object_errors.ts";
import type { ObjectStore } from "../../store/objects/object_store.ts";
import { toRunInfo, toTaskInfo } from "./records.ts";
import type {
  ArtifactInfo,
  AttemptInfo,
  FlowInfo,
  FrameInfo,
  LogInfo,
  LogQuery,
  PageQuery,
  Reader,
  RunInfo,
  RunQuery,
  StepInfo,
  TagInfo,
  TaskInfo,
  TaskQuery,
} from "./reader.ts";

/**
 * Answers the client from an open store. What reads objects and values is loaded when one is asked
 * for: to list runs takes a database and no more.
 */
export class StoreReader implements Reader, Disposable {
  readonly #dir: string;
  readonly #db: DatabaseSync;
  readonly #algorithm: Algorithm;
  #objects: ObjectStore | undefined;

  private constructor(dir: string, db: DatabaseSync, algorithm: Algorithm) {
    this.#dir = dir;
    this.#db = db;
    this.#algorithm = algorithm;
  }

  /** @throws FlowError As `openDatabase`. */
  static async open(dir: string): Promise<StoreReader> {
    const db = openDatabase(dir, { readonly: true });
    try {
      const algorithm = digestAlgorithm(db);
      // Otherwise nothing but large values needs native code.
      if (algorithm === "blake3") await loadNative(algorithm);
      return new StoreReader(dir, db, algorithm);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  flows(): Promise<FlowInfo[]> {
    return this.#answer((db) => listFlows(db).map((flow) => ({ ...flow })));
  }

  runs({ after, ...filter }: RunQuery): Promise<RunInfo[]> {
    return this.#answer((db) => {
      const place = after === undefined ? {} : { after: fromCursor(after) };
      return listRuns(db, { ...filter, ...place }).map((run) => toRunInfo(db, run));
    });
  }

  run(flow: string, number: number | "latest"): Promise<RunInfo | null> {
    return this.#answer((db) => {
      const run = findRun(db, flow, number);
      return run ? toRunInfo(db, run) : null;
    });
  }

  tags(run: string): Promise<TagInfo[]> {
    return this.#ofRun(run, [], ({ id }, db) => listTags(db, id));
  }

  async changeTags(run: string, change: { add?: string[]; remove?: string[] }): Promise<void> {
    const id = await this.#ofRun(run, null, (record) => record.id);
    if (id === null) return;
    const db = openDatabase(this.#dir);
    try {
      changeTags(db, id, change);
    } catch (error) {
      throw explainSqlite(error, this.#dir);
    } finally {
      db.close();
    }
  }

  graph(run: string): Promise<unknown> {
    return this.#ofRun(run, null, async ({ graph }) => {
      const objects = await this.#loadObjects();
      const text = new TextDecoder().decode(objects.get(graph));
      return JSON.parse(text) as unknown;
    });
  }

  steps(run: string): Promise<StepInfo[]> {
    return this.#ofRun(run, [], ({ id }, db) => listSteps(db, id));
  }

  tasks(run: string, query: TaskQuery): Promise<TaskInfo[]> {
    return this.#ofRun(
      run,
      [],
      ({ id }, db) => listTasks(db, id, query).map((task) => toTaskInfo(db, run, task)),
    );
  }

  task(run: string, number: number): Promise<TaskInfo | null> {
    return this.#ofTask(run, number, null, (task, db) => toTaskInfo(db, run, task));
  }

  endTask(run: string): Promise<TaskInfo | null> {
    return this.#ofRun(run, null, ({ id }, db) => {
      const task = endTask(db, id);
      return task ? toTaskInfo(db, run, task) : null;
    });
  }

  attempts(run: string, task: number): Promise<AttemptInfo[]> {
    return this.#ofRun(run, [], ({ id }, db) => attemptsOf(db, id, task));
  }

  parents(run: string, task: number, page: PageQuery): Promise<TaskInfo[]> {
    return this.#ofTask(
      run,
      task,
      [],
      (found, db) => parentsOf(db, found, page).map((parent) => toTaskInfo(db, run, parent)),
    );
  }

  children(run: string, task: number, page: PageQuery): Promise<TaskInfo[]> {
    return this.#ofTask(
      run,
      task,
      [],
      (found, db) => childrenOf(db, found, page).map((child) => toTaskInfo(db, run, child)),
    );
  }

  frames(run: string, task: number): Promise<FrameInfo[]> {
    return this.#ofTask(run, task, [], (found, db) => {
      return framesOf(db, found).map(({ step, task, index, size }) => {
        const [item] = itemsOf(db, found.run, task, { after: index - 1, limit: 1 });
        const name = `item ${index} of the foreach`;
        const there = item?.position === index;
        return { step, index, size, item: there ? this.#toInfo(run, task, name, item) : null };
      });
    });
  }

  artifacts(run: string, task: number): Promise<ArtifactInfo[]> {
    return this.#ofRun(
      run,
      [],
      ({ id }, db) => visibleArtifacts(db, id, task).map((found) => this.#toArtifact(run, found)),
    );
  }

  artifact(run: string, task: number, name: string): Promise<ArtifactInfo | null> {
    return this.#ofRun(run, null, ({ id }, db) => {
      // Task 0 is always there; of another one, what holds in the whole run is not enough.
      if (task !== 0 && findTask(db, id, task) === undefined) return null;
      const found = visibleArtifact(db, id, task, name);
      return found ? this.#toArtifact(run, found) : null;
    });
  }

  logs(run: string, task: number, query: LogQuery): Promise<LogInfo[]> {
    return this.#ofRun(run, [], ({ id }, db) => logsOf(db, id, task, query));
  }

  bytes(artifact: ArtifactInfo): Promise<Uint8Array> {
    return this.#answer(async () => {
      if (artifact.base64 !== undefined) return Uint8Array.fromBase64(artifact.base64);
      const objects = await this.#loadObjects();
      try {
        return objects.get(artifact.digest);
      } catch (error) {
        throw nameOwner(error, artifact);
      }
    });
  }

  async stream(artifact: ArtifactInfo): Promise<ReadableStream<Uint8Array>> {
    if (artifact.base64 !== undefined) return ReadableStream.from([await this.bytes(artifact)]);
    try {
      return await (await this.#loadObjects()).stream(artifact.digest);
    } catch (error) {
      throw nameOwner(error, artifact);
    }
  }

  decode(kind: string, bytes: Uint8Array): Promise<unknown> {
    return this.#answer(async () => {
      const { decode } = await lazy<typeof import("../../store/objects/codec.ts")>(
        new URL("../../store/objects/codec.ts", import.meta.url),
      );
      return decode(kind, bytes);
    });
  }

  async #loadObjects(): Promise<ObjectStore> {
    if (this.#objects === undefined) {
      const { ObjectStore } = await lazy<typeof import("../../store/objects/object_store.ts")>(
        new URL("../../store/objects/object_store.ts", import.meta.url),
      );
      this.#objects = new ObjectStore(this.#dir, this.#db);
    }
    return this.#objects;
  }

  /** Runs `work`; what it throws rejects, and errors of SQLite are explained. */
  async #answer<T>(work: (db: DatabaseSync) => T | Promise<T>): Promise<T> {
    try {
      return await work(this.#db);
    } catch (error) {
      throw explainSqlite(error, this.#dir);
    }
  }

  #ofRun<T>(
    run: string,
    none: T,
    work: (run: RunRecord, db: DatabaseSync) => T | Promise<T>,
  ): Promise<T> {
    return this.#answer((db) => {
      const [flow, number] = run.split("/");
      const record = findRun(db, flow!, Number(number));
      return record ? work(record, db) : none;
    });
  }

  #ofTask<T>(
    run: string,
    number: number,
    none: T,
    work: (task: TaskRecord, db: DatabaseSync) => T,
  ): Promise<T> {
    return this.#ofRun(run, none, ({ id }, db) => {
      const task = findTask(db, id, number);
      return task ? work(task, db) : none;
    });
  }

  #toArtifact(run: string, { task, name, ...ref }: ArtifactRecord): ArtifactInfo {
    return this.#toInfo(run, task, name, ref);
  }

  #toInfo(run: string, task: number, name: string, ref: ArtifactRef): ArtifactInfo {
    const { digest, kind, size, data } = ref;
    const info = { run, task, name, digest, kind, size };
    if (data === undefined) return info;
    // Objects are verified when they are read; this is read here.
    if (digestSync(data, this.#algorithm) !== digest) {
      throw nameOwner(damagedObject(digest, "its bytes have changed"), info);
    }
    return { ...info, base64: data.toBase64() };
  }
}

function fromCursor(cursor: string): { key: number; id: number } {
  const [created, id] = cursor.split(".").map(Number);
  return { key: created || 0, id: id || 0 };
}

/** An object's error names a digest; people know the value by its place. */
function nameOwner(error: unknown, { run, task, name }: ArtifactInfo): unknown {
  if (!(error instanceof FlowError)) return error;
  const owner = task === 0 ? `run "${run}"` : `task ${task} of run "${run}"`;
  return new FlowError(error.code, `Cannot read "${name}" of ${owner}: ${error.message}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
