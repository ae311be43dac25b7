import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../../store/error.ts";
import { findRun, type RunRecord } from "../../../store/metadata/runs.ts";
import { statement } from "../../../store/metadata/statement.ts";

/** The system tag of a run that reran one step alone: such a run is no one's latest. */
export const STEP_TAG = "step:";

/**
 * The run to go on from.
 *
 * @param pathspec `Flow/7`, or undefined for the latest of the flow.
 * @throws {FlowError} `run-missing`, `run-running`.
 */
export function originRun(
  db: DatabaseSync,
  flow: string,
  pathspec: string | undefined,
): RunRecord {
  const run = pathspec === undefined ? latestRun(db, flow) : namedRun(db, flow, pathspec);
  if (run.status === "running") {
    throw new FlowError("run-running", `Run ${run.flow}/${run.number} is still running`, {
      hint: "Wait for its end, or stop it, before you resume it.",
    });
  }
  return run;
}

function latestRun(db: DatabaseSync, flow: string): RunRecord {
  const sql = `SELECT number FROM runs WHERE flow = ? AND NOT EXISTS (
      SELECT 1 FROM tags WHERE run = runs.id AND system = 1 AND tag LIKE ?)
    ORDER BY created DESC, id DESC LIMIT 1`;
  const row = statement(db, sql).get(flow, `${STEP_TAG}%`);
  if (row !== undefined) return findRun(db, flow, row.number as number)!;
  throw new FlowError("run-missing", `Flow "${flow}" has no run to resume`, {
    hint: "Start one with `flow run`.",
  });
}

function namedRun(db: DatabaseSync, flow: string, pathspec: string): RunRecord {
  const [, name, number] = /^(.*)\/(\d+)$/.exec(pathspec) ?? /^()(\d+)$/.exec(pathspec) ?? [];
  if (number === undefined) {
    throw new FlowError("pathspec-invalid", `"${pathspec}" is not the pathspec of a run`, {
      hint: `Write it as ${flow}/7.`,
      exitCode: 2,
    });
  }
  if (name !== "" && name !== flow) {
    throw new FlowError("run-missing", `Run ${pathspec} is not one of flow "${flow}"`, {
      hint: "Give the file of the flow that the run is of.",
      exitCode: 2,
    });
  }
  const run = findRun(db, flow, Number(number));
  if (run !== undefined) return run;
  throw new FlowError("run-missing", `There is no run ${flow}/${number}`, {
    hint: `\`flow runs ${flow}\` lists those that there are.`,
  });
}
