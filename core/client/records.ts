import type { DatabaseSync } from "node:sqlite";
import type { RunRecord } from "../../store/metadata/runs.ts";
import { statement } from "../../store/metadata/statement.ts";
import type { TaskRecord } from "../../store/metadata/tasks.ts";
import type { RunInfo, TaskInfo } from "./reader.ts";

/** A run of the database as clients see it. */
export function toRunInfo(db: DatabaseSync, record: RunRecord): RunInfo {
  const { flow, number, status, created, finished, user, params, project, code, error } = record;
  return {
    run: `${flow}/${number}`,
    flow,
    number,
    status,
    created,
    finished,
    user,
    params,
    project,
    origin: pathOfRun(db, record.originRun),
    file: record.file,
    class: record.class,
    code,
    error,
    cursor: `${created}.${record.id}`,
  };
}

/** A task of the database as clients see it. */
export function toTaskInfo(db: DatabaseSync, run: string, record: TaskRecord): TaskInfo {
  const { number, step, status, attempt, created, started, finished, next } = record;
  const origin = pathOfRun(db, record.originRun);
  return { run, number, step, status, attempt, created, started, finished, next, origin };
}

function pathOfRun(db: DatabaseSync, id: number | null): string | null {
  if (id === null) return null;
  const sql = "SELECT flow || '/' || number AS path FROM runs WHERE id = ?";
  return (statement(db, sql).get(id)?.path ?? null) as string | null;
}
