import assert from "node:assert/strict";
import { bitOf, noteChange, type What } from "../../../store/metadata/changes.ts";
import type { RunFixture, StoreFixture } from "../../../tests/helpers/runs.ts";
import { Ear, fill, ServedStore } from "../testing.ts";
import { Listener, message } from "./listener.ts";

const FLOW = new URL("../../../cli/main.ts", import.meta.url).pathname;

function change(store: StoreFixture, run: RunFixture, ...what: What[]): void {
  noteChange(store.db, run.id, what.reduce((bits, one) => bits | bitOf(one), 0));
}

Deno.test("listeners hear what another process changes, and of one run only what is its own", async () => {
  await using served = new ServedStore();
  fill(served.store);
  await using all = await Ear.listen(served.url);
  await using one = await Ear.listen(served.url, "/events?run=Other/1");
  for (const run of ["Genres/2", "Other/1"]) {
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", FLOW, "tag", "add", run, "seen", "--store", served.store.dir],
      stdout: "null",
      stderr: "null",
    }).output();
    assert.ok(success);
  }
  const told = [await all.next(), await all.next()];
  assert.deepEqual(told.map(({ event, data }) => [event, data]), [
    ["change", { run: "Genres/2", what: ["tags"] }],
    ["change", { run: "Other/1", what: ["tags"] }],
  ]);
  assert.deepEqual((await one.next()).data, { run: "Other/1", what: ["tags"] });
});

Deno.test("a listener resumes after what it has heard, also when the server was started again", async () => {
  await using served = new ServedStore();
  const { store } = served;
  const [a, b] = [store.run({ flow: "A" }), store.run({ flow: "B" })];
  let last: string;
  {
    await using ear = await Ear.listen(served.url);
    change(store, a, "run");
    last = (await ear.next()).id!;
  }
  change(store, a, "tasks");
  change(store, b, "run", "logs");
  change(store, a, "logs");
  await using again = new ServedStore({ store: store.dir });
  await using ear = await Ear.listen(again.url, "/events", last);
  const missed = [await ear.next(), await ear.next()];
  assert.deepEqual(missed.map(({ event, data }) => [event, data]), [
    ["change", { run: "B/1", what: ["run", "logs"] }],
    ["change", { run: "A/1", what: ["tasks", "logs"] }],
  ]);
  // Who has heard only the first of them has not heard all of what came before it.
  await using half = await Ear.listen(again.url, "/events", missed[0]!.id!);
  assert.deepEqual([(await half.next()).data, (await half.next()).data], [
    missed[0]!.data,
    missed[1]!.data,
  ]);
});

Deno.test("a listener that was told what the store does not know is lost, and told so", async () => {
  await using served = new ServedStore();
  const run = served.store.run();
  await using ear = await Ear.listen(served.url);
  change(served.store, run, "run");
  const id = (await ear.next()).id!;
  const [database, revision] = id.split(".");
  const strange = [
    "x",
    "1",
    `${"0".repeat(16)}.1`,
    `${database}.${Number(revision) + 1}`,
    `${id}x`,
  ];
  for (const last of strange) {
    await using lost = await Ear.listen(served.url, "/events", last);
    const { event, id: now } = await lost.next();
    assert.deepEqual([event, now], ["lost", id], last);
  }
});

Deno.test("listeners hear when the store goes, and when another comes in its place", async () => {
  await using served = new ServedStore();
  fill(served.store);
  await using ear = await Ear.listen(served.url);
  await Deno.rename(served.store.dir, `${served.store.dir}.away`);
  assert.equal((await ear.next()).event, "lost");
  assert.equal((await served.get("/flows")).status, 503);
  await using other = new ServedStore();
  other.store.run({ flow: "New" });
  await Deno.rename(other.store.dir, served.store.dir);
  assert.equal((await ear.next()).event, "lost");
  assert.deepEqual((await served.get("/flows")).body.map(({ flow }: { flow: string }) => flow), [
    "New",
  ]);
  await Deno.rename(served.store.dir, other.store.dir);
});

Deno.test("listeners hear of a run whose process has died without a word", async () => {
  await using served = new ServedStore();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", "await new Promise((end) => setTimeout(end, 60_000))"],
    stderr: "null",
  }).spawn();
  served.store.run({ status: "running", finished: null, pid: process.pid });
  await using ear = await Ear.listen(served.url);
  process.kill("SIGKILL");
  await process.status;
  assert.deepEqual((await ear.next()).data, { run: "Demo/1", what: ["run"] });
  assert.equal((await served.get("/runs/Demo/1")).body.status, "lost");
});

Deno.test("a server stops though somebody listens", async () => {
  const served = new ServedStore();
  const ear = await Ear.listen(served.url);
  await served[Symbol.asyncDispose]();
  await assert.rejects(ear.next());
});

Deno.test("Listener lets go who takes nothing, and tells it once", async () => {
  let gone = 0;
  const listener = new Listener(null, () => gone++);
  const large = message("1", "change", "x".repeat(10_000));
  for (let i = 0; i < 100 && gone === 0; i++) listener.send(large);
  assert.equal(gone, 1);
  await assert.rejects(Array.fromAsync(listener.body), /takes nothing more/);
});

Deno.test("the event stream refuses what is no run", async () => {
  await using served = new ServedStore();
  for (const run of ["Demo", "Demo/x", "Demo/0", "/1", ""]) {
    const { status, body } = await served.get(`/events?run=${encodeURIComponent(run)}`);
    assert.deepEqual([status, body.code], [400, "bad-request"], run);
  }
});

Deno.test("a thousand listeners are told, and go, and the server answers as before", async () => {
  await using served = new ServedStore();
  const { store } = served;
  const run = store.run();
  await using ears = new AsyncDisposableStack();
  const all: Ear[] = [];
  for (let i = 0; i < 1000; i++) all.push(ears.use(await Ear.listen(served.url)));
  for (const what of ["run", "logs"] as const) {
    change(store, run, what);
    const told = await Promise.all(all.map((ear) => ear.next()));
    assert.ok(told.every(({ data }) => data.run === "Demo/1" && data.what[0] === what));
  }
  assert.equal((await served.get("/runs/Demo/1")).status, 200);
});

Deno.test("who missed too much, or is told too much at once, is told to load all anew", async () => {
  await using served = new ServedStore();
  const { store } = served;
  const runs = Array.from({ length: 501 }, () => store.run());
  await using ear = await Ear.listen(served.url);
  store.db.exec("BEGIN");
  for (const run of runs) change(store, run, "run");
  store.db.exec("COMMIT");
  const { event, id } = await ear.next();
  assert.equal(event, "lost");
  change(store, runs[0]!, "tags");
  assert.deepEqual((await ear.next()).data, { run: "Demo/1", what: ["tags"] });
  const [database] = id!.split(".");
  await using late = await Ear.listen(served.url, "/events", `${database}.0`);
  assert.equal((await late.next()).event, "lost");
});
