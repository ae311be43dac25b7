import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../error.ts";
import { explainSqlite } from "../metadata/sqlite_error.ts";
import { transact } from "../metadata/statement.ts";
import { INLINE_MAX, RAW, stagingFolder } from "../objects/layout.ts";
import { StagedWriter } from "../objects/staged.ts";
import { openStore, type Store } from "../store.ts";
import { aloneInUpkeep } from "./alone.ts";
import { addRun, sameRun } from "./archive/add_run.ts";
import { checkArchive } from "./archive/check_archive.ts";
import { openArchive, readArchive } from "./archive/format.ts";
import { loadHashing, readPieces } from "./archive/pieces.ts";

/** Small objects that one transaction adds. */
const BATCH = 500;

/** What {@linkcode importRun} did. */
export interface ImportReport {
  /** The run in this store, `Flow/7`. */
  run: string;
  /** Whether it is new here; if not, nothing was done. */
  added: boolean;
  /** The run where it was exported. It has another number here if that was taken. */
  was: string;
  /** Objects that were not here before, and their bytes. */
  objects: number;
  bytes: number;
}

/** How {@linkcode importRun} goes about. */
export interface ImportOptions {
  /** Told how many bytes of objects have been checked, of how many. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Adds the run in a file that {@linkcode exportRun} wrote to the store in folder `dir`, which is made
 * if there is none. The file may come from anybody: all of it is checked before anything is written.
 * A run that is here already is found and not added again. It keeps its number where that is free,
 * else it takes the next, and a system tag says which it had.
 *
 * @throws FlowError `path-unusable`, `import-invalid`, `import-version`, `import-digest`,
 * `store-busy`.
 */
export async function importRun(
  dir: string,
  file: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const archive = openArchive(file);
  try {
    // Also says to `gc` beside that objects are being added.
    using store = await openStore(dir, { create: true });
    return await aloneInUpkeep(dir, () => add(store, archive, file, options));
  } catch (error) {
    throw explainSqlite(error, dir);
  } finally {
    archive.close();
  }
}

async function add(
  store: Store,
  archive: DatabaseSync,
  file: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { db } = store;
  const { algorithm } = store.objects;
  requireAlgorithm(file, archive, algorithm);
  await loadHashing(algorithm);
  const run = checkArchive(file, archive, { ...options, algorithm });
  const was = `${run.flow}/${run.number}`;
  const found = sameRun(db, run);
  if (found !== undefined) {
    return { run: `${run.flow}/${found.number}`, added: false, was, objects: 0, bytes: 0 };
  }
  const objects = await addObjects(store, archive, file);
  const number = addRun(db, archive, run);
  return { run: `${run.flow}/${number}`, added: true, was, ...objects };
}

/** Adds the objects that are not here yet. Until the run is there nothing refers to them. */
async function addObjects(
  store: Store,
  archive: DatabaseSync,
  file: string,
): Promise<{ objects: number; bytes: number }> {
  const { db, objects } = store;
  const staging = stagingFolder(store.dir);
  Deno.mkdirSync(staging, { recursive: true });
  const insert = db.prepare(
    "INSERT OR IGNORE INTO objects (digest, size, coding, data) VALUES (?, ?, ?, ?)",
  );
  const next = archive.prepare(`SELECT digest, size FROM objects
    WHERE digest > ? ORDER BY digest LIMIT ${BATCH}`);
  const added = { objects: 0, bytes: 0 };
  for (let last: string | undefined = ""; last !== undefined;) {
    const page = next.all(last) as { digest: string; size: number }[];
    last = page.at(-1)?.digest;
    const missing = page.filter(({ digest }) => !objects.has(digest));
    transact(db, () => {
      for (const { digest, size } of missing) {
        if (size > INLINE_MAX) continue;
        const [bytes] = readPieces(file, archive, digest, size);
        insert.run(digest, size, RAW, bytes!);
      }
    });
    for (const { digest, size } of missing) {
      added.objects++;
      added.bytes += size;
      if (size <= INLINE_MAX) continue;
      const writer = new StagedWriter(staging, { digest });
      // A piece that is not right ends the reading, and the writer with it.
      try {
        for (const piece of readPieces(file, archive, digest, size)) await writer.write(piece);
      } catch (error) {
        await writer.abort();
        throw error;
      }
      objects.adopt(await writer.finish());
    }
  }
  return added;
}

function requireAlgorithm(file: string, archive: DatabaseSync, algorithm: string): void {
  const digest = readArchive(
    file,
    () => archive.prepare("SELECT value FROM meta WHERE key = 'digest'").get()?.value,
  );
  if (digest === algorithm) return;
  throw new FlowError(
    "import-digest",
    `Cannot import "${file}": its objects are named by ${digest}, those of this store by ${algorithm}`,
    { hint: `Import it into a store that was made with FLOW_DIGEST=${digest}.` },
  );
}
