import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { openDatabase } from "../metadata/database.ts";
import { transact } from "../metadata/statement.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { collectGarbage } from "./gc.ts";
import { objectFiles } from "./files.ts";
import { REFERENCES } from "./references.ts";
import { content, KEYS } from "./testing.ts";

/** Whatever is referred to is there and right; gives its digests. */
function checkReferences(store: { dir: string; db: StoreFixture["db"] }): Set<string> {
  const objects = new ObjectStore(store.dir, store.db);
  const needed = new Set<string>();
  for (const sql of REFERENCES) {
    for (const { digest } of store.db.prepare(sql).all()) needed.add(digest as string);
  }
  for (const digest of needed) objects.get(digest);
  return needed;
}

/** All objects that take room: rows, and files. */
function present(store: StoreFixture): Set<string> {
  const rows = store.db.prepare("SELECT digest FROM objects WHERE data IS NOT NULL").all();
  const files = [...objectFiles(store.dir)].map(({ digest }) => digest!);
  return new Set([...rows.map(({ digest }) => digest as string), ...files]);
}

type Step =
  | { do: "run"; flow: string; keys: number[]; pin: boolean }
  | { do: "put"; key: number }
  | { do: "crash" }
  | { do: "gc"; keepLast: number; flows: string[] | null; beside: boolean };

const flow = fc.constantFrom("A", "B");
const key = fc.nat(KEYS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("run" as const),
    flow,
    keys: fc.array(key, { maxLength: 4 }),
    pin: fc.boolean(),
  }),
  fc.record({ do: fc.constant("put" as const), key }),
  fc.record({ do: fc.constant("crash" as const) }),
  fc.record({
    do: fc.constant("gc" as const),
    keepLast: fc.nat(2),
    flows: fc.option(fc.array(flow, { minLength: 1, maxLength: 1 })),
    beside: fc.boolean(),
  }),
);

Deno.test("gc keeps exactly what kept runs need, whatever was done before", async () => {
  await holds(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      using store = new StoreFixture();
      const objects = new ObjectStore(store.dir, store.db);
      let runs: { id: number; flow: string; pin: boolean }[] = [];
      for (const step of steps) {
        if (step.do === "put") await objects.put(content(step.key));
        else if (step.do === "crash") {
          // A gc that was killed once its runs were gone.
          store.db.exec("DELETE FROM runs WHERE flow = 'A'");
          runs = runs.filter((run) => run.flow !== "A");
        } else if (step.do === "run") {
          const run = store.run({ flow: step.flow, tags: step.pin ? ["pin"] : [] });
          const task = run.task("start");
          for (const [at, key] of step.keys.entries()) {
            run.ref(task, `a${at}`, { ...await objects.put(content(key)), kind: "bytes" });
          }
          runs.push({ id: run.id, flow: step.flow, pin: step.pin });
        } else {
          const adding = step.beside ? openDatabase(store.dir, { create: true }) : null;
          const flows = step.flows === null ? {} : { flows: step.flows };
          await collectGarbage(store.dir, { keepLast: step.keepLast, ...flows });
          adding?.close();
          runs = runs.filter((run) => {
            const newer = runs.filter(({ id, flow }) => flow === run.flow && id > run.id).length;
            const asked = step.flows === null || step.flows.includes(run.flow);
            return run.pin || !asked || newer < step.keepLast;
          });
          const needed = checkReferences(store);
          if (!step.beside) assert.deepEqual(present(store), needed);
        }
        const there = store.db.prepare("SELECT id FROM runs ORDER BY id").all();
        assert.deepEqual(there.map(({ id }) => id), runs.map(({ id }) => id));
        checkReferences(store);
      }
    }),
    { runs: 40 },
  );
});

Deno.test("gc beside processes that write never takes what they need", async () => {
  using store = new StoreFixture();
  const writers = [1, 2].map((seed) =>
    new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        "--no-lock",
        `const { writeRuns } = await import(${
          JSON.stringify(new URL("./testing.ts", import.meta.url).href)
        });
         console.log(await writeRuns(${JSON.stringify(store.dir)}, ${seed}, 150));`,
      ],
    }).output()
  );
  let writing = true;
  const ended = Promise.all(writers).finally(() => writing = false);
  let rounds = 0;
  while (writing || rounds === 0) {
    await collectGarbage(store.dir, { keepLast: 1 });
    transact(store.db, () => checkReferences(store));
    rounds++;
    // Lets the event loop notice that the writers have ended.
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (const { success, stderr } of await ended) {
    assert.ok(success, new TextDecoder().decode(stderr));
  }
  await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual(present(store), checkReferences(store));
  assert.ok(rounds > 1);
});
