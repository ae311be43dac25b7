/**
 * What the tests of upkeep share.
 *
 * @module
 */

import { openDatabase } from "../metadata/database.ts";
import { RunWriter } from "../metadata/writer.ts";
import { digestSync } from "../objects/digest.ts";
import { CHUNK, INLINE_MAX } from "../objects/layout.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { adoptStaged, inspectObject, stageBytes } from "../objects/staged.ts";
import { noise, prose } from "../objects/testing.ts";

/** Contents that runs leave, again and again: even ones are files, odd ones rows. */
export const content = (key: number) => noise(key % 2 === 0 ? 20_000 + key : 300 + key, key + 1);
export const KEYS = 8;

const SIZES = [0, 1, 129, INLINE_MAX - 1, INLINE_MAX, INLINE_MAX + 1, 40_000, CHUNK + 5];

/** Contents of all sizes that matter, which compress well or not at all; then those of runs. */
export function modelContent(key: number): Uint8Array<ArrayBuffer> {
  const size = SIZES[key >> 1];
  if (size === undefined) return content(key - 2 * SIZES.length);
  return key % 2 === 0 ? noise(size) : prose(size);
}
export const MODEL_KEYS = 2 * SIZES.length + KEYS;

/**
 * Writes runs as a scheduler and its executors do, as fast as it can, until nobody listens. An object
 * that is there already is not written again, so gc may remove it before the commit; a scheduler
 * notices that in its transaction.
 */
export async function writeRuns(dir: string, seed: number, count: number): Promise<number> {
  const db = openDatabase(dir, { create: true });
  const staging = `${dir}/staging`;
  Deno.mkdirSync(staging, { recursive: true });
  const objects = new ObjectStore(dir, db);
  const writer = new RunWriter(db);
  let refused = 0;
  for (let turn = 0; turn < count; turn++) {
    const values = [0, 1, 2].map((at) => content((seed + turn * 3 + at * 5) % KEYS));
    const kept = await Promise.all(values.map(async (bytes) => {
      const digest = digestSync(bytes);
      const large = bytes.length > INLINE_MAX;
      const isThere = large && inspectObject(dir, digest, bytes.length) !== null;
      return {
        digest,
        bytes,
        staged: large && !isThere ? await stageBytes(staging, bytes, digest) : null,
      };
    }));
    writer.begin();
    try {
      const { digest: text } = await objects.put(new TextEncoder().encode("{}"));
      writer.createRun({
        flow: "Written",
        created: Date.now(),
        pid: Deno.pid,
        host: Deno.hostname(),
        user: "ann",
        originRun: null,
        params: {},
        graph: text,
        code: text,
        file: "/f.ts",
        className: "Written",
        project: null,
        tags: [],
        systemTags: [],
      });
      for (const [at, { digest, bytes, staged }] of kept.entries()) {
        const size = bytes.length;
        if (size <= INLINE_MAX) writer.object(digest, size, 0, bytes);
        else if (staged !== null) {
          adoptStaged(dir, staged);
          writer.object(digest, size, staged.coding, null);
        } else if (!writer.hasObject(digest)) throw new Error("removed meanwhile");
        writer.artifact(1, `a${at}`, { digest, kind: "bytes", size });
      }
      writer.finishRun("succeeded", Date.now(), null);
      writer.commit();
    } catch (error) {
      writer.rollback();
      if ((error as Error).message !== "removed meanwhile") throw error;
      refused++;
    }
  }
  db.close();
  return refused;
}
