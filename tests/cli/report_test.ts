import assert from "node:assert/strict";
import { flowFile, Lab } from "../acceptance/harness.ts";
import { StoreFixture } from "../helpers/runs.ts";
import { flow } from "./command.ts";

/** Text that would do something if it were taken as HTML. */
const HOSTILE = `"><script>evil()</script></style><img src=x onerror=evil()>`;

Deno.test("flow report prints a run as one page, which loads nothing and runs nothing", async () => {
  await using lab = new Lab();
  await lab.run(`${flowFile("cards.ts")}:Carded`);
  const { code, stdout: html, stderr } = await lab.flow(["report", "Carded/1"]);
  assert.equal(code, 0, stderr);
  for (
    const part of [
      /<h1>Carded\/1<\/h1>/,
      /<svg [^>]*class="flow-graph"[^]*data-step="gather"/,
      /<svg class="timeline"[^]*each\/3, attempt 1: failed/,
      /<td>each<\/td>[^]*3 <span class="status good">succeeded/,
      /<td>each\/3<\/td>/,
      /<b>broken<\/b>/,
      /Carded\/1\/each\/3, attempt 1|caught &#60;b&#62;it/,
      /<iframe sandbox="" [^>]*title="Carded\/1\/start\/1, attempt 1: made"/,
      /<summary>[^<]*cards\.ts<\/summary>[^]*class Carded extends FlowSpec/,
    ]
  ) assert.match(html, part);
  assert.match(html, /Content-Security-Policy" content="default-src &#39;none&#39;/);
  assert.doesNotMatch(html, /<script/);
  assert.doesNotMatch(html, /(src|href)="(?!data:|#)/);
  const file = `${lab.path}/run.html`;
  assert.equal((await lab.flow(["report", "Carded", "--out", file])).code, 0);
  assert.match(Deno.readTextFileSync(file), /^<!doctype html>/);
  assert.deepEqual(await lab.json(["report", "Carded", "--out", file]), { run: "Carded/1", file });
});

Deno.test("flow report shows logs and errors of what failed, and takes no text for markup", async () => {
  using store = new StoreFixture();
  const h = HOSTILE;
  const run = store.run({
    flow: "Bad",
    status: "failed",
    tags: [h],
    user: h,
    params: { [h]: h },
    code: { [`${h}.ts`]: h },
  });
  const lines = Array.from({ length: 100 }, (_, at) => `line ${at}\n`).join("");
  run.task("start", {
    status: "failed",
    error: { name: h, message: h, stack: h, type: h },
    logs: [[1, lines], [2, `\x1b[31m${h}\x1b[0m\n`]],
    cards: { own: h },
  });
  const { code, stdout: html, stderr } = await flow(["report", "Bad"], {
    env: { FLOW_STORE: store.dir },
  });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(html, /<script|<img|onerror=evil\(\)>/);
  assert.equal(html.match(/<\/style>/g)!.length, html.match(/<style>/g)!.length);
  assert.match(html, /Bad\/1\/start\/1, attempt 1, its end/);
  assert.match(html, /line 99\n/);
  assert.doesNotMatch(html, /line 10\n/);
  // deno-lint-ignore no-control-regex -- it is about control characters
  assert.doesNotMatch(html, /\x1b|\[31m/);
});

Deno.test("flow report of a run that is not there says so", async () => {
  using store = new StoreFixture();
  const { code, stderr } = await flow(["report", "Nope/1"], { env: { FLOW_STORE: store.dir } });
  assert.deepEqual([code, /Nope/.test(stderr)], [1, true]);
});

Deno.test("flow report of a wide run stays small", async () => {
  using store = new StoreFixture();
  const run = store.run({ flow: "Wide" });
  run.foreach(Array.from({ length: 2000 }, (_, at) => at), (item) => ({ item }));
  const { code, stdout } = await flow(["report", "Wide"], { env: { FLOW_STORE: store.dir } });
  assert.equal(code, 0);
  assert.match(stdout, /The first 500 of 2,003 tasks/);
  assert.ok(stdout.length < 1_000_000, `${stdout.length} characters`);
});

Deno.test("flow report tells what it can of a run that has lost objects", async () => {
  using store = new StoreFixture();
  const run = store.run({ flow: "Lost", code: { "flow.ts": "code" } });
  const text = "x".repeat(1000);
  run.task("start", {
    sets: { text },
    cards: { lost: [{ is: "markdown", text }] },
    next: { kind: "end", targets: [] },
  });
  store.db.exec("DELETE FROM objects");
  const env = { FLOW_STORE: store.dir };
  const { code, stdout, stderr } = await flow(["report", "Lost"], { env });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /<td>start\/1<\/td>/);
  assert.match(stdout, /<b>text<\/b>[^]*not shown here/);
  assert.match(stdout, /srcdoc="This card cannot be shown: [^"]*sha256:/);
});
