import { RunWriter } from "../../../store/metadata/writer.ts";
import { CHUNK, stagingFolder } from "../../../store/objects/layout.ts";
import { StagedWriter } from "../../../store/objects/staged.ts";
import { openStore } from "../../../store/store.ts";
import { noise } from "../flows/noise.ts";
import { newRun } from "./runs.ts";

/** Pieces of 1 MiB that a file has. */
const PIECES = 64;

/** Makes a store with so many bytes in files of 64 MiB that do not compress. */
export async function makeLargeFiles(dir: string, bytes: number): Promise<void> {
  using store = await openStore(dir, { create: true });
  const { db, objects } = store;
  await Deno.mkdir(stagingFolder(dir), { recursive: true });
  const text = new TextEncoder();
  const graph = await objects.put(text.encode(JSON.stringify({ flow: "Files", steps: [] })));
  const code = await objects.put(text.encode(JSON.stringify({ files: [] })));
  const piece = noise(CHUNK);
  const count = new Uint32Array(piece.buffer, 0, 1);
  const writer = new RunWriter(db);
  writer.begin();
  writer.createRun(newRun("Files", Date.now(), graph.digest, code.digest));
  for (let at = 0; at * PIECES * CHUNK < bytes; at++) {
    const staged = new StagedWriter(stagingFolder(dir));
    for (let i = 0; i < PIECES; i++) {
      count[0]!++;
      await staged.write(piece);
    }
    const { digest, size } = objects.adopt(await staged.finish());
    writer.artifact(1, `file_${at}`, { digest, kind: "bytes", size });
  }
  writer.finishRun("succeeded", Date.now(), null);
  writer.commit();
}
