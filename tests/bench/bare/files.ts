/**
 * Files by hand: made, hashed with SHA-256, written, synced and renamed, four at a time, and a row
 * for each.
 *
 * Usage: `deno run -A tests/bench/bare/files.ts COUNT SIZE FOLDER`
 */

import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { noise } from "../flows/noise.ts";

const AT_ONCE = 4;
const [count, size] = Deno.args.map(Number) as [number, number];
const folder = Deno.args[2]!;
await Deno.mkdir(folder, { recursive: true });
const db = new DatabaseSync(`${folder}/rows.db`);
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE objects (digest TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL) STRICT;
  BEGIN IMMEDIATE`);
const insert = db.prepare("INSERT INTO objects VALUES (?, ?)");

let next = 0;
async function write() {
  for (let at = next++; at < count; at = next++) {
    const bytes = noise(size, at);
    const path = `${folder}/new-${at}`;
    using file = await Deno.open(path, { write: true, createNew: true });
    const written = file.write(bytes);
    const digest = createHash("sha256").update(bytes).digest("hex");
    if (await written !== size) throw new Error(`${path} is not whole`);
    await file.syncData();
    await Deno.rename(path, `${folder}/${digest}`);
    insert.run(digest, size);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, write));
db.exec("COMMIT");
db.close();
