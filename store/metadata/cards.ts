import type { DatabaseSync } from "node:sqlite";
import { type ArtifactRef, refOfRow } from "./rows.ts";
import { statement } from "./statement.ts";

/** A card of an attempt. */
export interface CardRecord {
  attempt: number;
  id: string;
  /** `default`, `blank`, or one that the flow defines. */
  type: string;
  /** 0 where the step has put nothing on it; rises with each update. */
  revision: number;
  /** When it was last changed, in milliseconds since 1970. */
  time: number;
  /** What the step has put on it, null for nothing. */
  content: ArtifactRef | null;
}

/** The cards of a task, of its first attempt first, and of each in the order of its step. */
export function cardsOf(db: DatabaseSync, run: number, task: number): CardRecord[] {
  const sql = `SELECT attempt, id, type, revision, time, digest, kind, size, data FROM cards
    WHERE run = ? AND task = ? ORDER BY attempt, position, id`;
  return statement(db, sql).all(run, task).map((row) => ({
    attempt: row.attempt as number,
    id: row.id as string,
    type: row.type as string,
    revision: row.revision as number,
    time: row.time as number,
    content: row.digest === "" ? null : refOfRow(row),
  }));
}

/** Tasks of a run that have cards, by number. */
export function tasksWithCards(db: DatabaseSync, run: number, limit: number): number[] {
  const sql = "SELECT DISTINCT task FROM cards WHERE run = ? ORDER BY task LIMIT ?";
  return statement(db, sql).all(run, limit).map((row) => row.task as number);
}

/** A card of any task of a run. */
export interface RunCard extends Omit<CardRecord, "content"> {
  task: number;
  step: string;
  /** Bytes that the step has put on it. */
  size: number;
}

/** The cards of the last attempts of a run's tasks, by task, from after a task on. */
export function cardsOfRun(
  db: DatabaseSync,
  run: number,
  { after, tasks }: { after: number; tasks: number },
): RunCard[] {
  const sql = `SELECT task, step, cards.attempt, id, type, revision, time, size
    FROM cards JOIN tasks USING (run) WHERE run = ?1 AND task = number AND cards.attempt = tasks.attempt
    AND task IN (SELECT DISTINCT task FROM cards WHERE run = ?1 AND task > ?2 ORDER BY task LIMIT ?3)
    ORDER BY task, position, id`;
  return statement(db, sql).all(run, after, tasks) as unknown as RunCard[];
}
