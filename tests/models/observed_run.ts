/**
 * What a run has left in its store, in the words of the interpreter.
 *
 * @module
 */

import { visibleArtifacts } from "../../store/metadata/artifacts.ts";
import { decode } from "../../store/objects/codec.ts";
import { openStore, type Store } from "../../store/store.ts";

/** A task as the store has it. */
export interface ObservedTask {
  number: number;
  step: string;
  status: string;
  attempt: number;
  /** Numbers; of a join in split order. */
  parents: number[];
  splitIndex: number | null;
  artifacts: Map<string, unknown>;
}

/** The tasks of a run, by their numbers. */
export async function observe(dir: string, run: string): Promise<ObservedTask[]> {
  using store = await openStore(dir, { readonly: true });
  const { db } = store;
  const [flow, number] = run.split("/");
  const id = Number(
    db.prepare("SELECT id FROM runs WHERE flow = ? AND number = ?").get(flow!, Number(number))!.id,
  );
  const parents = db.prepare(
    "SELECT parent FROM join_parents WHERE run = ? AND child = ? ORDER BY position",
  );
  return db.prepare("SELECT * FROM tasks WHERE run = ? ORDER BY number").all(id).map((row) => ({
    number: Number(row.number),
    step: String(row.step),
    status: String(row.status),
    attempt: Number(row.attempt),
    parents: row.joined === 1
      ? parents.all(id, row.number!).map(({ parent }) => Number(parent))
      : row.parent === null
      ? []
      : [Number(row.parent)],
    splitIndex: row.split_index === null || row.split === null ? null : Number(row.split_index),
    artifacts: artifactsOf(store, id, Number(row.number)),
  }));
}

function artifactsOf({ db, objects }: Store, run: number, task: number): Map<string, unknown> {
  const refs = visibleArtifacts(db, run, task).filter((ref) => ref.task !== 0);
  return new Map(refs.map(({ name, kind, digest, data }) => {
    const value = decode(kind, data ?? objects.get(digest));
    return [name, name === "failure" ? shortFailure(value) : value];
  }));
}

/** Of a caught error what the interpreter knows as well. */
function shortFailure(value: unknown): unknown {
  if (value === undefined) return undefined;
  const { type, message } = value as { type: string; message: string };
  return { type, message: sortedNames(message) };
}

/** In which order the names stand that cannot be merged is of no matter. */
function sortedNames(message: string): string {
  return message.replace(
    /^Cannot merge (".*") in join/,
    (_, names) => `Cannot merge ${names.split(", ").sort().join(", ")} in join`,
  );
}
