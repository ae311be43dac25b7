import { PAGE, paged } from "../../core/client/paging.ts";
import type { PageQuery, Reader, TaskInfo } from "../../core/client/reader.ts";
import { taskPath } from "./target.ts";

/** A task as `status --json` prints it. */
export interface TaskView {
  /** `Flow/7/score/12` */
  pathspec: string;
  run: string;
  step: string;
  task: number;
  status: string;
  attempt: number;
  created: string;
  started: string | null;
  finished: string | null;
  /** The run that it was taken over from. */
  origin: string | null;
}

/** What a list tells of a task. */
export function taskView(info: TaskInfo): TaskView {
  return {
    pathspec: taskPath(info),
    run: info.run,
    step: info.step,
    task: info.number,
    status: info.status,
    attempt: info.attempt,
    created: iso(info.created)!,
    started: iso(info.started),
    finished: iso(info.finished),
    origin: info.origin,
  };
}

/** All that is known of a task but for its values and its log. */
export async function viewTask(reader: Reader, info: TaskInfo) {
  const { run, number } = info;
  const [attempts, artifacts, frames, parents, children] = await Promise.all([
    reader.attempts(run, number),
    reader.artifacts(run, number),
    reader.frames(run, number),
    // A page of parents begins after a position, the first is 0.
    pathsOf((page) => reader.parents(run, number, page), (_, count) => count - 1),
    pathsOf((page) => reader.children(run, number, page), (last) => last.number),
  ]);
  return {
    ...taskView(info),
    next: info.next,
    attempts: attempts.map((attempt) => ({
      ...attempt,
      started: iso(attempt.started),
      finished: iso(attempt.finished),
    })),
    parents,
    children,
    foreach: frames.map(({ step, index, size }) => ({ step, index, size })),
    artifacts: artifacts.map(({ name, digest, kind, size, task }) => ({
      name,
      digest,
      kind,
      size,
      setBy: task,
    })),
  };
}

async function pathsOf(
  list: (page: PageQuery) => Promise<TaskInfo[]>,
  mark: (last: TaskInfo, count: number) => number,
): Promise<string[]> {
  const read = (after: number | undefined) =>
    list(after === undefined ? { limit: PAGE } : { after, limit: PAGE });
  return (await Array.fromAsync(paged(read, mark))).map(taskPath);
}

/** A moment as JSON has it: ISO 8601, in UTC. */
export function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
