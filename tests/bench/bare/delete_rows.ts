/**
 * Half of the objects deleted by hand: the rows of artifacts that name them and their own, in the
 * order in which they lie, in one transaction.
 *
 * Usage: `deno run -A tests/bench/bare/delete_rows.ts DATABASE`
 */

import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(Deno.args[0]!);
db.exec(`PRAGMA synchronous = FULL; BEGIN IMMEDIATE;
  CREATE TEMP TABLE dead AS SELECT objects.rowid AS id FROM artifacts
    CROSS JOIN objects ON objects.digest = artifacts.digest
    WHERE run <= (SELECT max(id) / 2 FROM runs) AND artifacts.data IS NULL ORDER BY 1;
  DELETE FROM artifacts WHERE run <= (SELECT max(id) / 2 FROM runs);
  DELETE FROM objects WHERE rowid IN (SELECT id FROM dead);
  COMMIT;
  PRAGMA wal_checkpoint(TRUNCATE)`);
db.close();
