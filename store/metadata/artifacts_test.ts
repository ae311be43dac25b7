import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { ownArtifacts, visibleArtifact, visibleArtifacts } from "./artifacts.ts";
import { agreementOfTasks, artifactOfTasks, visibleOfTasks } from "./inputs.ts";

/** By name, which task set what is seen. */
function seen(store: StoreFixture, run: number, task: number): Record<string, number> {
  return Object.fromEntries(
    visibleArtifacts(store.db, run, task).map(({ name, task }) => [name, task]),
  );
}

Deno.test("visibleArtifacts() inherits over only parents, and begins anew at a join", () => {
  using store = new StoreFixture();
  const run = store.run({ params: { p: 1 } });
  run.foreach(["a", "b"], (_, index) => ({ mean: index }));
  assert.deepEqual(seen(store, run.id, 1), { p: 0, source: 1 });
  assert.deepEqual(seen(store, run.id, 2), { mean: 2, p: 0, source: 1 });
  assert.deepEqual(seen(store, run.id, 4), { p: 0, total: 4 });
  assert.deepEqual(seen(store, run.id, 5), { p: 0, total: 4 });
  assert.deepEqual(seen(store, run.id, 0), { p: 0 });
  assert.deepEqual(ownArtifacts(store.db, run.id, 2).map(({ name }) => name), ["mean"]);
});

Deno.test("visibleArtifacts() takes the nearest setter, and nothing that was deleted", () => {
  using store = new StoreFixture();
  const run = store.run();
  run.task("start", { sets: { a: 1, b: 1, c: 1 } });
  run.task("x", { parent: 1, sets: { a: 2 }, deletes: ["b"] });
  run.task("y", { parent: 2 });
  run.task("z", { parent: 3, sets: { b: 4 } });
  assert.deepEqual(seen(store, run.id, 3), { a: 2, c: 1 });
  assert.deepEqual(seen(store, run.id, 4), { a: 2, b: 4, c: 1 });
  assert.equal(visibleArtifact(store.db, run.id, 3, "a")!.task, 2);
  assert.equal(visibleArtifact(store.db, run.id, 3, "b"), undefined);
  assert.equal(visibleArtifact(store.db, run.id, 3, "none"), undefined);
  assert.deepEqual(ownArtifacts(store.db, run.id, 2).map(({ name }) => name), ["a"]);
});

Deno.test("visibleArtifacts() ends in a database whose parents go round", () => {
  using store = new StoreFixture();
  const run = store.run();
  run.task("a", { parent: 2, sets: { x: 1 } });
  run.task("b", { parent: 1 });
  assert.deepEqual(seen(store, run.id, 2), { x: 1 });
});

Deno.test("visibleArtifact() goes back over a chain of 10,000 tasks in milliseconds", () => {
  using store = new StoreFixture();
  const run = store.run();
  store.db.exec("BEGIN");
  run.task("start", { sets: { first: 1 } });
  for (let number = 2; number <= 10_000; number++) {
    run.task("turn", { parent: number - 1, sets: { count: number } });
  }
  store.db.exec("COMMIT");
  const begun = performance.now();
  assert.equal(visibleArtifact(store.db, run.id, 10_000, "first")!.task, 1);
  assert.deepEqual(seen(store, run.id, 10_000), { count: 10_000, first: 1 });
  const far = performance.now() - begun;
  assert.ok(far < 500, `${far} ms`);
  const near = performance.now();
  assert.equal(visibleArtifact(store.db, run.id, 10_000, "count")!.task, 10_000);
  assert.ok(performance.now() - near < far / 2, "a near setter is found without the whole chain");
});

Deno.test("artifactOfTasks() and visibleOfTasks() see what each input sees", () => {
  using store = new StoreFixture();
  const run = store.run({ params: { p: 1 } });
  const split = run.task("start", {
    sets: { shared: 0, gone: 0 },
    next: { kind: "foreach", targets: ["a"], size: 3 },
  });
  const one = run.task("a", { parent: split, sets: { x: 1 } });
  const two = run.task("a", { parent: split, sets: { x: 2, shared: 2 } });
  const twoMore = run.task("b", { parent: two, sets: { x: 22 }, deletes: ["gone"] });
  const inner = run.task("a", { parent: split });
  const joined = run.task("c", { parent: [inner], sets: { x: 3 } });
  const inputs = [one, twoMore, joined];
  const digests = (values: unknown[]) =>
    values.map((value) => value === null ? null : store.put(value).digest);
  const of = (name: string) =>
    artifactOfTasks(store.db, run.id, inputs, name, split).map((ref) => ref?.digest ?? null);
  assert.deepEqual(of("x"), digests([1, 22, 3]));
  assert.deepEqual(of("shared"), digests([0, 2, null]), "a join inside begins with nothing");
  assert.deepEqual(of("gone"), digests([0, null, null]));
  assert.deepEqual(of("p"), digests([1, 1, 1]));
  assert.deepEqual(of("none"), [null, null, null]);
  assert.deepEqual(
    visibleOfTasks(store.db, run.id, inputs, split).map((names) => [...names.keys()].sort()),
    [["gone", "p", "shared", "x"], ["p", "shared", "x"], ["p", "x"]],
  );
  const agreement = agreementOfTasks(store.db, run.id, inputs, split);
  assert.deepEqual(
    [...agreement].map(([name, { ref, inputs }]) => [name, ref?.digest ?? null, inputs]).sort(),
    [
      ["gone", store.put(0).digest, 1],
      ["shared", null, 2],
      ["x", null, 3],
    ],
  );
});

Deno.test("what inputs see is the same, asked one by one or all at once", async () => {
  using store = new StoreFixture();
  const names = ["a", "b", "c"];
  const change = fc.record({
    /** Which earlier task of the same way it follows; a join if "join". */
    join: fc.boolean(),
    sets: fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 0, max: 2 })),
    deletes: fc.subarray(names),
  });
  const way = fc.array(change, { minLength: 1, maxLength: 4 });
  await holds(
    fc.property(change, fc.array(way, { minLength: 1, maxLength: 4 }), (first, ways) => {
      const run = store.run({ params: { p: 1 } });
      const add = ({ join, sets, deletes }: typeof first, parent?: number) => {
        const kept = deletes.filter((name) => !(name in sets));
        const at = parent === undefined ? {} : { parent: join ? [parent] : parent };
        return run.task("x", { ...at, sets, deletes: kept });
      };
      const split = add(first);
      const inputs = ways.map((way) => way.reduce((parent, next) => add(next, parent), split));
      const expected = inputs.map((task) => visibleArtifacts(store.db, run.id, task));
      assert.deepEqual(
        visibleOfTasks(store.db, run.id, inputs, split)
          .map((map) => [...map].map(([name, { digest }]) => `${name} ${digest}`).sort()),
        expected.map((all) => all.map(({ name, digest }) => `${name} ${digest}`).sort()),
      );
      const agreement = agreementOfTasks(store.db, run.id, inputs, split);
      for (const name of names) {
        const alone = expected.map((all) => all.find((one) => one.name === name)?.digest ?? null);
        assert.deepEqual(
          artifactOfTasks(store.db, run.id, inputs, name, split).map((ref) => ref?.digest ?? null),
          alone,
        );
        const there = alone.filter((digest) => digest !== null);
        const found = agreement.get(name);
        assert.equal(found?.inputs ?? 0, there.length);
        assert.equal(found?.ref?.digest ?? null, new Set(there).size === 1 ? there[0] : null);
      }
    }),
    { runs: 60 },
  );
});
