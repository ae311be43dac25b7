/**
 * Values by hand: made, hashed with SHA-256, and inserted in one transaction: a row for each, and a
 * row of its bytes where it has more than 128.
 *
 * Usage: `deno run -A tests/bench/bare/values.ts COUNT SIZE DATABASE`
 */

import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { noise } from "../flows/noise.ts";

const [count, size] = Deno.args.map(Number) as [number, number];
const db = new DatabaseSync(Deno.args[2]!);
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE artifacts (name TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL,
    data BLOB) STRICT, WITHOUT ROWID;
  CREATE TABLE objects (digest TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, data BLOB) STRICT;
  BEGIN IMMEDIATE`);
const artifact = db.prepare("INSERT INTO artifacts VALUES (?, ?, ?, ?)");
const object = db.prepare("INSERT OR IGNORE INTO objects VALUES (?, ?, ?)");
for (let at = 0; at < count; at++) {
  const bytes = noise(size, at);
  const digest = createHash("sha256").update(bytes).digest("hex");
  const tiny = size <= 128;
  artifact.run(`value_${at}`, digest, size, tiny ? bytes : null);
  if (!tiny) object.run(digest, size, bytes);
}
db.exec("COMMIT");
db.close();
