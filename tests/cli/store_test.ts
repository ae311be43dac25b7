import assert from "node:assert/strict";
import { StoreFixture } from "../helpers/runs.ts";
import { flow, Folder } from "./command.ts";

function fixture(): StoreFixture {
  const store = new StoreFixture();
  for (let i = 0; i < 4; i++) {
    const tags = i === 0 ? ["pin"] : [];
    const run = store.run({ flow: "Films", created: Date.now() - (4 - i) * 86_400_000, tags });
    run.foreach(["a", "b"], (item) => ({ text: `${item} ${i} `.repeat(100) }));
  }
  return store;
}

async function command(store: StoreFixture, ...args: string[]) {
  return await flow(["store", ...args], { env: { FLOW_STORE: store.dir } });
}

async function runsOf(store: StoreFixture): Promise<string[]> {
  const { stdout } = await flow(["runs", "--json"], { env: { FLOW_STORE: store.dir } });
  return JSON.parse(stdout).map(({ run }: { run: string }) => run);
}

Deno.test("store stats tells what takes the room", async () => {
  using store = fixture();
  const { code, stdout, stderr } = await command(store, "stats", "--largest", "2");
  assert.equal(code, 0, stderr);
  assert.ok(stdout.startsWith(store.dir));
  assert.match(stdout, /^Films +4 +20 /m);
  const stats = JSON.parse((await command(store, "stats", "--largest", "2", "--json")).stdout);
  assert.equal(stats.flows[0].runs, 4);
  assert.equal(stats.largest.length, 2);
});

Deno.test("store verify ends with 0 where all is there, and with 1 and a name where not", async () => {
  using store = fixture();
  const good = await command(store, "verify");
  assert.equal(good.code, 0, good.stdout);
  assert.match(good.stdout, /^✓ \d+ objects of .* verified: nothing is lost$/m);
  store.db.exec("UPDATE objects SET data = x'00' WHERE size = 401 OR length(data) > 300");
  const bad = await command(store, "verify");
  assert.equal(bad.code, 1, bad.stdout);
  assert.match(bad.stdout, /^✗ damaged sha256:/m);
  assert.match(bad.stdout, /needed by Films\/\d\/score\/\d artifact text/);
  const report = JSON.parse((await command(store, "verify", "--json")).stdout);
  assert.equal(report.ok, false);
  assert.equal(report.problems[0].kind, "damaged");
  const repaired = await command(store, "verify", "--repair");
  assert.match(repaired.stdout, /struck off/);
  assert.match(repaired.stdout, /^✗ missing sha256:/m);
});

Deno.test("store gc removes what is given up, and nothing else", async () => {
  using store = fixture();
  const none = await command(store, "gc");
  assert.equal(none.code, 0, none.stderr);
  assert.equal((await runsOf(store)).length, 4);
  const dry = JSON.parse(
    (await command(store, "gc", "--keep-last", "2", "--dry-run", "--json")).stdout,
  );
  assert.deepEqual(dry.runs, ["Films/2"]);
  assert.equal((await runsOf(store)).length, 4);
  const { stdout } = await command(store, "gc", "--keep-last", "2");
  assert.match(stdout, /^Removed 1 run, \d+ objects and /m);
  assert.deepEqual(await runsOf(store), ["Films/4", "Films/3", "Films/1"]);
  const old = await command(store, "gc", "--older-than", "36h", "--flow", "Films", "--json");
  assert.deepEqual(JSON.parse(old.stdout).runs, ["Films/3"]);
  const wrong = await command(store, "gc", "--older-than", "old");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /--older-than needs an age/);
});

Deno.test("store export writes a run that store import reads elsewhere, once", async () => {
  using store = fixture();
  using other = new StoreFixture();
  using folder = new Folder();
  const file = `${folder.path}/films.flowrun`;
  const exported = await command(store, "export", "Films/2", file);
  assert.equal(exported.code, 0, exported.stderr);
  assert.match(exported.stdout, /^Exported Films\/2 to .*films\.flowrun: \d+ objects, /);
  const first = await command(other, "import", file);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /^Imported Films\/2: \d+ new objects, /);
  const again = JSON.parse((await command(other, "import", file, "--json")).stdout);
  assert.equal(again[0].added, false);
  const dump = ["dump", "Films/2/score/2", "--json"];
  const values = async ({ dir }: StoreFixture) =>
    (await flow(dump, { env: { FLOW_STORE: dir } })).stdout;
  assert.equal(await values(other), await values(store));
  const missing = await command(store, "export", "Films/9", file);
  assert.equal(missing.code, 1);
  const wrong = await command(other, "import", folder.write("bad.flowrun", "nonsense"));
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /bad\.flowrun/);
});
