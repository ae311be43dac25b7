import { DatabaseSync } from "node:sqlite";
import { createDatabase } from "../../metadata/create.ts";
import { sealMeta } from "../../metadata/seals.ts";
import { exists } from "../../path.ts";
import { namesIn } from "../files.ts";
import { salvage, type SalvagedTable } from "./salvage.ts";

/** A database that was made anew. */
export interface Rebuilt {
  /** Where the damaged one is now; null if there was none. */
  aside: string | null;
  tables: SalvagedTable[];
}

/** Makes a database anew from what can be read of the one that is there, which is set aside. */
export function rebuildDatabase(dir: string): Rebuilt {
  const path = `${dir}/flow.db`;
  const work = `${dir}/tmp/rebuild-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  try {
    createDatabase(work);
    const sound = new DatabaseSync(`${work}/flow.db`);
    sound.prepare("UPDATE meta SET value = ? WHERE key = 'digest'").run(algorithmOf(dir));
    const schema = sound.prepare("SELECT key, value FROM meta WHERE key <> 'digest'").all();
    sound.exec("DELETE FROM meta WHERE key <> 'digest'");
    const tables = exists(path) ? salvage(path, sound) : [];
    const insert = sound.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    for (const { key, value } of schema) insert.run(key as string, value as string);
    sealMeta(sound);
    sound.close();
    const aside = exists(path) ? setAside(path) : null;
    Deno.renameSync(`${work}/flow.db`, path);
    return { aside, tables };
  } finally {
    if (exists(work)) Deno.removeSync(work, { recursive: true });
  }
}

/** The database with its log; the index of the log is made anew by whoever opens it. */
function setAside(path: string): string {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(":", "-")}`;
  Deno.renameSync(path, aside);
  if (exists(`${path}-wal`)) Deno.renameSync(`${path}-wal`, `${aside}-wal`);
  if (exists(`${path}-shm`)) Deno.removeSync(`${path}-shm`);
  return aside;
}

/** What the objects are named by; a folder for each algorithm. */
function algorithmOf(dir: string): string {
  return namesIn(`${dir}/objects`).find((name) => name === "blake3") ?? "sha256";
}
