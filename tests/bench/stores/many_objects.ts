import { RunWriter } from "../../../store/metadata/writer.ts";
import { digestSync, loadNative } from "../../../store/objects/digest.ts";
import { openStore } from "../../../store/store.ts";
import { noise } from "../flows/noise.ts";
import { newRun } from "./runs.ts";

/** Objects that a run has. */
export const RUN_OBJECTS = 1000;
/** Bytes of an object: too many to stand in the row that names it. */
const SIZE = 256;

/** Makes a store with so many small objects, each an artifact of one run. */
export async function makeManyObjects(dir: string, count: number): Promise<void> {
  await loadNative();
  using store = await openStore(dir, { create: true });
  const { db, objects } = store;
  // Digests are random: the index has to fit into memory, or each row touches the disk.
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000");
  const text = new TextEncoder();
  const graph = await objects.put(text.encode(JSON.stringify({ flow: "Objects", steps: [] })));
  const code = await objects.put(text.encode(JSON.stringify({ files: [] })));
  const writer = new RunWriter(db);
  const begun = Date.now() - count;
  for (let at = 0; at < count; at += RUN_OBJECTS) {
    writer.begin();
    writer.createRun(newRun("Objects", begun + at, graph.digest, code.digest));
    for (let i = 0; i < RUN_OBJECTS; i++) {
      const bytes = noise(SIZE, at + i);
      const digest = digestSync(bytes);
      writer.object(digest, SIZE, 0, bytes);
      writer.artifact(1, `value_${i}`, { digest, kind: "bytes", size: SIZE });
    }
    writer.finishRun("succeeded", begun + at + 1, null);
    writer.commit();
  }
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}
