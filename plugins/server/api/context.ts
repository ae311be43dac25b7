import { FlowError } from "../../../store/error.ts";
import { findRun, type RunRecord } from "../../../store/metadata/runs.ts";
import { explainSqlite } from "../../../store/metadata/sqlite_error.ts";
import type { Store } from "../../../store/store.ts";
import { noRun, noTask } from "../../../core/client/missing.ts";
import type { ChangeFeed } from "../events/change_feed.ts";
import type { CardRenderer } from "../../cards/view/renderer.ts";
import type { LiveStore } from "../store/live_store.ts";
import type { Reader, RunInfo, TaskInfo } from "../../../core/client/reader.ts";

/** What the routes answer from. */
export interface ApiContext {
  reader: Reader;
  store: LiveStore;
  feed: ChangeFeed;
  renderer: CardRenderer;
  /** Nothing may be changed. */
  readOnly: boolean;
}

/**
 * Asks the store itself; what SQLite says is explained.
 *
 * @throws FlowError As `openStore`.
 */
export async function ask<T>(
  { store }: ApiContext,
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  try {
    return await work(await store.open());
  } catch (error) {
    throw explainSqlite(error, store.dir);
  }
}

/** {@linkcode ask} about the run that a path names. */
export async function askOfRun<T>(
  context: ApiContext,
  { flow, run }: { flow: string; run: string },
  work: (run: RunRecord, store: Store) => T | Promise<T>,
): Promise<T> {
  const number = run === "latest" ? run : Number(run);
  return await ask(context, async (store) => {
    const record = findRun(store.db, flow, number);
    if (record === undefined) throw await noRun(context.reader, flow, number);
    return await work(record, store);
  });
}

/**
 * The run that a path names.
 *
 * @throws FlowError `not-found`.
 */
export async function runOf(
  { reader }: ApiContext,
  { flow, run }: { flow: string; run: string },
): Promise<RunInfo> {
  const number = run === "latest" ? run : Number(run);
  const info = await reader.run(flow, number);
  if (info === null) throw await noRun(reader, flow, number);
  return info;
}

/**
 * The task that a path names.
 *
 * @throws FlowError `not-found`.
 */
export async function taskOf(
  context: ApiContext,
  path: { flow: string; run: string; task: string },
): Promise<TaskInfo> {
  const { run } = await runOf(context, path);
  const info = await context.reader.task(run, Number(path.task));
  if (info === null) throw noTask(run, "…", Number(path.task));
  return info;
}

/**
 * The run of a path, and the number of a task that is there; 0 stands for the run itself.
 *
 * @throws FlowError `not-found`.
 */
export async function placeOf(
  context: ApiContext,
  path: { flow: string; run: string; task: string },
): Promise<{ run: string; task: number }> {
  const task = Number(path.task);
  if (task === 0) return { run: (await runOf(context, path)).run, task };
  return { run: (await taskOf(context, path)).run, task };
}

/** @throws FlowError `read-only` where nothing may be changed. */
export function requireWritable({ readOnly }: ApiContext): void {
  if (!readOnly) return;
  throw new FlowError("read-only", "This server changes nothing", {
    hint: "It was started with --read-only.",
  });
}
