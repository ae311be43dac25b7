/**
 * A process that is killed in the middle of its work: `dying_process.ts DIR WORK N ARG…` ends itself
 * by SIGKILL before its N-th question to the database or change of a file.
 *
 * @module
 */

import { DatabaseSync, StatementSync } from "node:sqlite";
import { openDatabase } from "../metadata/database.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { collectGarbage } from "./gc.ts";
import { modelContent, writeRuns } from "./testing.ts";

const [dir, work, last, ...rest] = Deno.args;
let left = Number(last);

/** Counts the calls of a method, and dies at the last. */
function countCalls(owner: object, name: string): void {
  const method = Reflect.get(owner, name);
  Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
    if (--left <= 0) Deno.kill(Deno.pid, "SIGKILL");
    return Reflect.apply(method, this, args);
  });
}

countCalls(DatabaseSync.prototype, "exec");
for (const name of ["run", "get", "all"]) countCalls(StatementSync.prototype, name);
for (const name of ["renameSync", "rename", "removeSync", "openSync", "open"]) {
  countCalls(Deno, name);
}

if (work === "gc") {
  await collectGarbage(dir!, { keepLast: Number(rest[0]) });
} else if (work === "run") {
  await writeRuns(dir!, Number(rest[0]), 3);
} else {
  const db = openDatabase(dir!, { create: true });
  await new ObjectStore(dir!, db).put(modelContent(Number(rest[0])));
  db.close();
}
