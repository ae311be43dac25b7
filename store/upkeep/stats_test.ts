import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { noise, prose } from "../objects/testing.ts";
import { storeStats } from "./stats.ts";

Deno.test("storeStats() counts by flow, and what equal content saves", async () => {
  using store = new StoreFixture();
  const objects = new ObjectStore(store.dir, store.db);
  const large = { ...await objects.put(noise(50_000)), kind: "bytes" };
  const packed = { ...await objects.put(prose(100_000)), kind: "bytes" };
  for (const flow of ["A", "A", "B"]) {
    const run = store.run({ flow });
    const task = run.task("start", { sets: { tiny: 1 } });
    run.ref(task, "large", large);
    if (flow === "B") run.ref(task, "packed", packed);
  }
  Deno.mkdirSync(`${store.dir}/code/${"0".repeat(32)}`, { recursive: true });
  Deno.writeTextFileSync(`${store.dir}/code/${"0".repeat(32)}/a.ts`, "12345");
  const stats = await storeStats(store.dir, { largest: 2 });
  assert.deepEqual(stats.flows, [
    { flow: "B", runs: 1, tasks: 1, values: 3, bytes: 150_001, distinct: 150_001 },
    { flow: "A", runs: 2, tasks: 2, values: 4, bytes: 100_002, distinct: 50_001 },
  ]);
  assert.equal(stats.saved, 100_000);
  assert.equal(stats.objects.files, 2);
  assert.equal(stats.objects.count, 5, "two files, two graphs, a manifest of no files");
  assert.ok(stats.objects.bytes > 150_000);
  assert.ok(stats.objects.stored < 60_000, "compressed as they are");
  assert.deepEqual(stats.largest.map(({ size, owner }) => [size, owner]), [
    [100_000, { as: "artifact", run: "B/1", step: "start", task: 1, name: "packed" }],
    [50_000, { as: "artifact", run: "A/1", step: "start", task: 1, name: "large" }],
  ]);
  assert.ok(stats.largest[0]!.stored < 10_000);
  assert.ok(stats.database.bytes > 0);
  assert.equal(stats.code, 5);
  assert.equal(stats.digest, "sha256");
});

Deno.test("storeStats() of a store without runs is all zero", async () => {
  using store = new StoreFixture();
  const { flows, objects, saved, largest } = await storeStats(store.dir);
  assert.deepEqual([flows, objects, saved, largest], [
    [],
    { count: 0, bytes: 0, stored: 0, files: 0 },
    0,
    [],
  ]);
});
