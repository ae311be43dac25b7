import type { DatabaseSync } from "node:sqlite";
import { currentRevision, taskRevisions } from "../../../store/metadata/changes.ts";
import type { RunRecord } from "../../../store/metadata/runs.ts";

/** Runs of which something is remembered. */
const MOST = 20_000;

/**
 * What is told of the tasks of a run as a whole. Of a wide run it takes a while, so it is found out
 * again only when its tasks have changed.
 */
export class ByTasks<T> {
  readonly #find: (db: DatabaseSync, runs: readonly number[]) => Map<number, T>;
  readonly #known = new Map<number, { revision: number; value: T }>();
  #database = "";

  /** @param find Finds it out, of each of these runs. */
  constructor(find: (db: DatabaseSync, runs: readonly number[]) => Map<number, T>) {
    this.#find = find;
  }

  /** What there is to tell, by the keys of the runs. */
  get(db: DatabaseSync, runs: readonly Pick<RunRecord, "id" | "finished">[]): Map<number, T> {
    const { database } = currentRevision(db);
    if (database !== this.#database || this.#known.size > MOST) this.#known.clear();
    this.#database = database;
    const ids = runs.map(({ id }) => id);
    // Before it is found out: what comes in between is then found out once more.
    const revisions = taskRevisions(db, ids);
    const unknown = runs.filter(({ id, finished }) => {
      const revision = revisions.get(id);
      // Of a run that nothing has changed since version 1 of the schema.
      if (revision === undefined && finished === null) return true;
      return this.#known.get(id)?.revision !== (revision ?? 0);
    });
    if (unknown.length > 0) {
      for (const [id, value] of this.#find(db, unknown.map(({ id }) => id))) {
        this.#known.set(id, { revision: revisions.get(id) ?? 0, value });
      }
    }
    return new Map(ids.map((id) => [id, this.#known.get(id)!.value]));
  }
}
