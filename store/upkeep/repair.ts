/**
 * Makes a damaged store usable again, and says what is lost.
 *
 * @module
 */

import { FlowError } from "../error.ts";
import { lockAlone } from "../lock.ts";
import { openDatabase } from "../metadata/database.ts";
import { sealRun } from "../metadata/seals.ts";
import { transact } from "../metadata/statement.ts";
import { exists } from "../path.ts";
import { openStore } from "../store.ts";
import { aloneInUpkeep } from "./alone.ts";
import { rebuildDatabase } from "./repair/rebuild_database.ts";
import { repairObjects } from "./repair/repair_objects.ts";
import { integrity, type VerifyOptions, type VerifyReport, verifyStore } from "./verify.ts";
import { brokenSeals, changedTables, damagedMeta } from "./verify/seals.ts";

/** What {@linkcode repairStore} did, and how the store is now. */
export interface RepairReport {
  /** What was done, and what could not be had back, in sentences. */
  done: string[];
  /** Where what was damaged is now. */
  aside: string[];
  /** What a look at the store shows now: what still is lost, and who needs it. */
  after: VerifyReport;
}

/**
 * Repairs the store in folder `dir`. A database that is damaged or lost is made anew from what can be
 * read of it and from the files of objects; damaged objects are set aside, so that running their
 * steps again makes them anew. What is set aside is kept in the store's folder.
 *
 * @throws FlowError `no-store`, and `store-busy` while flows run.
 */
export async function repairStore(
  dir: string,
  options: VerifyOptions = {},
): Promise<RepairReport> {
  if (!exists(`${dir}/flow.db`) && !exists(`${dir}/objects`)) openDatabase(dir);
  return await aloneInUpkeep(dir, async () => {
    using lock = lockAlone(dir);
    if (lock === null) {
      throw new FlowError("store-busy", `Cannot repair the store "${dir}" while flows run`, {
        hint: "Wait until they have ended, or stop them.",
      });
    }
    const done: string[] = [];
    const aside: string[] = [];
    if (!isSound(dir)) {
      const { aside: old, tables } = rebuildDatabase(dir);
      if (old !== null) aside.push(old);
      done.push(...told(old, tables));
    }
    using store = await openStore(dir);
    for (const { run, name, parts } of [...brokenSeals(store.db)]) {
      transact(store.db, () => sealRun(store.db, run));
      done.push(`The ${parts.join(", ")} of ${name} are taken as they are now`);
    }
    const objects = await repairObjects(store, options);
    aside.push(...objects.aside);
    if (objects.found > 0) done.push(`${objects.found} objects were taken up from their files`);
    if (objects.dropped > 0) {
      done.push(`${objects.dropped} damaged or missing objects were struck off`);
    }
    if (objects.aside.length > 0) done.push(`${objects.aside.length} damaged files were set aside`);
    return { done, aside, after: await verifyStore(dir, { owners: options.owners ?? 5 }) };
  });
}

/** Whether the database can be read and SQLite finds nothing wrong with it. */
function isSound(dir: string): boolean {
  if (!exists(`${dir}/flow.db`)) return false;
  try {
    const db = openDatabase(dir, { readonly: true });
    try {
      return [integrity, changedTables, damagedMeta].every((find) => find(db).length === 0);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof FlowError && error.code === "store-version") throw error;
    return false;
  }
}

function told(
  aside: string | null,
  tables: ReturnType<typeof rebuildDatabase>["tables"],
): string[] {
  if (aside === null) {
    return [
      "The database was lost, and with it all runs: their tasks, parameters, logs and tags, and " +
      "all values of up to 16 KiB. A new one was made",
    ];
  }
  const partial = tables.filter(({ complete }) => !complete);
  return [
    "The database was damaged. A new one was made from what can be read of it",
    ...partial.map(({ table, rows }) =>
      rows === 0
        ? `Nothing of the table "${table}" can be read`
        : `Of the table "${table}" only ${rows} rows can be read`
    ),
  ];
}
