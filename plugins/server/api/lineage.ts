import type { z } from "@hono/zod-openapi";
import { toTaskInfo } from "../../../core/client/records.ts";
import { noTask } from "../../../core/client/missing.ts";
import { visibleArtifacts } from "../../../store/metadata/artifacts.ts";
import { childrenOf, parentsOf } from "../../../store/metadata/lineage.ts";
import type { RunRecord } from "../../../store/metadata/runs.ts";
import { findTask, type TaskRecord } from "../../../store/metadata/tasks.ts";
import type { Store } from "../../../store/store.ts";
import type { Lineage, LineageQuery } from "./schemas.ts";

const PAGE = 20;

type Passed = z.infer<typeof Lineage>["parents"][number];

/**
 * What came before a task and after it, and which values went from one to the other.
 *
 * @throws FlowError `not-found`.
 */
export function lineageOf(
  run: RunRecord,
  { db }: Store,
  number: number,
  { limit = PAGE, afterParent = -1, afterChild = 0 }: z.infer<typeof LineageQuery>,
): z.infer<typeof Lineage> {
  const path = `${run.flow}/${run.number}`;
  const task = findTask(db, run.id, number);
  if (task === undefined) throw noTask(path, "…", number);
  const seen = new Map<number, ReturnType<typeof visibleArtifacts>>();
  const visible = (of: TaskRecord) => {
    let found = seen.get(of.number);
    if (found === undefined) {
      // What holds in the whole run came from no task.
      found = visibleArtifacts(db, run.id, of.number).filter((one) => one.task !== 0);
      seen.set(of.number, found);
    }
    return found;
  };
  const passed = (earlier: TaskRecord, later: TaskRecord, shown: TaskRecord): Passed => {
    const becomes = new Map(visible(later).map(({ name, digest }) => [name, digest]));
    const artifacts = visible(earlier).map(({ name, digest, kind, size, task: setBy }) => {
      const now = becomes.get(name);
      const how = now === undefined ? "gone" : now === digest ? "same" : "other";
      return { run: path, task: setBy, name, digest, kind, size, becomes: how } as const;
    });
    return { task: toTaskInfo(db, path, shown), artifacts };
  };
  const parents = parentsOf(db, task, { after: afterParent, limit: limit + 1 });
  const children = childrenOf(db, task, { after: afterChild, limit: limit + 1 });
  return {
    parents: parents.slice(0, limit).map((parent) => passed(parent, task, parent)),
    children: children.slice(0, limit).map((child) => passed(task, child, child)),
    nextParent: parents.length > limit ? afterParent + limit : null,
    nextChild: children.length > limit ? children[limit - 1]!.number : null,
  };
}
