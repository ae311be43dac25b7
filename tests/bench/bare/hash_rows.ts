/**
 * Small objects by hand: every row's bytes are read and hashed, and the hash is compared with the
 * row's digest.
 *
 * Usage: `deno run -A tests/bench/bare/hash_rows.ts DATABASE`
 */

import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(Deno.args[0]!, { readOnly: true });
const rows = db.prepare("SELECT digest, data FROM objects WHERE data IS NOT NULL");
for (const { digest, data } of rows.iterate()) {
  const hex = createHash("sha256").update(data as Uint8Array).digest("hex");
  if (digest !== `sha256:${hex}`) throw new Error(`${digest} is damaged`);
}
db.close();
