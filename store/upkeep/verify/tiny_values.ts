import type { DatabaseSync } from "node:sqlite";
import { digestSync, parseDigest } from "../../objects/digest.ts";
import { ownerOf, VALUE_TABLES } from "../owners.ts";
import type { Problem } from "../verify.ts";

/** Compares tiny values, which are kept in the rows that name them, with their digests. */
export function verifyTinyValues(db: DatabaseSync): Problem[] {
  const problems: Problem[] = [];
  for (const as of ["artifact", "item", "card"] as const) {
    const [table, name] = VALUE_TABLES[as];
    const sql = `SELECT run, task, ${name} AS name, digest, size, data FROM ${table}
      WHERE data IS NOT NULL`;
    for (const row of db.prepare(sql).iterate()) {
      const digest = row.digest as string;
      const data = row.data as Uint8Array;
      if (data.length === row.size && isDigestOf(digest, data)) continue;
      const owner = ownerOf(db, as, row.run as number, row.task as number, `${row.name}`);
      problems.push({
        kind: "damaged",
        digest,
        reason: `The value of digest ${digest} in the database is damaged: its bytes have changed`,
        neededBy: [owner],
        needed: 1,
      });
    }
  }
  return problems;
}

function isDigestOf(digest: string, data: Uint8Array): boolean {
  try {
    return digestSync(data, parseDigest(digest).algorithm) === digest;
  } catch {
    return false;
  }
}
