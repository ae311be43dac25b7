import type { DatabaseSync } from "node:sqlite";
import { currentRevision, taskRevisions } from "../../../store/metadata/changes.ts";
import type { RunRecord } from "../../../store/metadata/runs.ts";
import { countTasksOf, type TaskCounts } from "../../../store/metadata/tasks.ts";

/** Runs whose counts are remembered. */
const MOST = 20_000;

/**
 * How many tasks runs have in each status. To count those of a wide run takes a while, so it is done
 * again only when its tasks have changed.
 */
export class TaskCounter {
  #counts = new Map<number, { revision: number; counts: TaskCounts }>();
  #database = "";

  count(db: DatabaseSync, runs: readonly RunRecord[]): Map<number, TaskCounts> {
    const { database } = currentRevision(db);
    if (database !== this.#database || this.#counts.size > MOST) this.#counts.clear();
    this.#database = database;
    const ids = runs.map(({ id }) => id);
    const revisions = taskRevisions(db, ids);
    const unknown = runs.filter(({ id, finished }) => {
      const revision = revisions.get(id);
      // Of a run that nothing has changed since version 1 of the schema.
      if (revision === undefined && finished === null) return true;
      return this.#counts.get(id)?.revision !== (revision ?? 0);
    });
    if (unknown.length > 0) {
      for (const [id, counts] of countTasksOf(db, unknown.map(({ id }) => id))) {
        this.#counts.set(id, { revision: revisions.get(id) ?? 0, counts });
      }
    }
    return new Map(ids.map((id) => [id, this.#counts.get(id)!.counts]));
  }
}
