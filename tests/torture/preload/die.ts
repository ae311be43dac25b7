/**
 * Ends the process it is loaded into by SIGKILL at a chosen moment of its writing. What is told in
 * the environment is for this module: Flow itself knows nothing of it.
 *
 * `TORTURE_DIE` is `POINT:N`, the N-th time (from 1) that the process comes to a point:
 *
 * - `begin`: before a transaction begins
 * - `change`: in a transaction, after its first change of a task
 * - `commit`: before a transaction is committed
 * - `committed`: after that, before anybody is told
 * - `rename`: before a file is moved
 * - `renamed`: after that, before it is synced and named in the database
 *
 * @module
 */

import { RunWriter } from "../../../store/metadata/writer.ts";

const [point, count] = (Deno.env.get("TORTURE_DIE") ?? ":0").split(":");
let left = Number(count);

function reach(at: string) {
  if (at === point && --left === 0) Deno.kill(Deno.pid, "SIGKILL");
}

const { begin, commit, task } = RunWriter.prototype;
let isFirst = false;
RunWriter.prototype.begin = function () {
  reach("begin");
  begin.call(this);
  isFirst = true;
};
RunWriter.prototype.task = function (row) {
  task.call(this, row);
  if (isFirst) reach("change");
  isFirst = false;
};
RunWriter.prototype.commit = function () {
  reach("commit");
  commit.call(this);
  reach("committed");
};
const { renameSync } = Deno;
Deno.renameSync = (from, to) => {
  reach("rename");
  renameSync(from, to);
  reach("renamed");
};
