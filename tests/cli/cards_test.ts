import assert from "node:assert/strict";
import { StoreFixture } from "../helpers/runs.ts";
import { flow } from "./command.ts";

/** A store with cards of several tasks. */
function filled(): StoreFixture {
  const store = new StoreFixture();
  const run = store.run({ flow: "Films" });
  run.task("start", { cards: { one: [{ is: "markdown", text: "# One" }], two: "<h1>Two</h1>" } });
  run.task("end", { parent: 1, cards: { only: [{ is: "value", label: "n", value: 7 }] } });
  run.card(2, { id: "only", attempt: 2, shown: [{ is: "value", label: "n", value: 8 }] });
  return store;
}

Deno.test("flow card list lists cards, by run, step and task, and as JSON", async () => {
  using store = filled();
  const env = { FLOW_STORE: store.dir };
  const all = await flow(["card", "list", "Films"], { env });
  assert.equal(all.code, 0, all.stderr);
  assert.deepEqual(
    all.stdout.split("\n").map((line) => line.trim().split(/ {2,}/).slice(0, 4).join(" ")),
    [
      "task attempt id type",
      "Films/1/start/1 1 one blank",
      "Films/1/start/1 1 two own",
      "Films/1/end/2 1 only blank",
      "Films/1/end/2 2 only blank",
      "",
    ],
  );
  const json = JSON.parse((await flow(["card", "list", "Films/1/end", "--json"], { env })).stdout);
  assert.deepEqual(json[1], {
    task: "Films/1/end/2",
    attempt: 2,
    id: "only",
    type: "blank",
    revision: 1,
    time: "1970-01-01T00:00:02.502Z",
    size: 53,
  });
  store.run({ flow: "None" }).task("start");
  const none = await flow(["card", "list", "None"], { env });
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /No cards/);
});

Deno.test("flow card get prints a card, or says which there are", async () => {
  using store = filled();
  const env = { FLOW_STORE: store.dir };
  const get = (...args: string[]) => flow(["card", "get", ...args], { env });
  assert.match((await get("Films/1/start/1", "--id", "one")).stdout, /<h1>One<\/h1>/);
  assert.match((await get("Films/1/start", "--id", "two")).stdout, /srcdoc="[^"]*Two/);
  assert.match((await get("Films/1/end")).stdout, /<b>8<\/b>/, "of the last attempt");
  assert.match((await get("Films/1/end", "--attempt", "1")).stdout, /<b>7<\/b>/);
  const path = `${store.root}/card.html`;
  const written = await get("Films/1/end", "-o", path);
  assert.deepEqual([written.code, written.stdout], [0, ""]);
  assert.match(Deno.readTextFileSync(path), /^<!doctype html>/);
  const { html, ...about } = JSON.parse((await get("Films/1/end", "--json")).stdout);
  assert.deepEqual(about, { task: "Films/1/end/2", attempt: 2, id: "only" });
  assert.match(html, /<b>8<\/b>/);
  const wrong: [string[], number, RegExp][] = [
    [["Films/1/start/1"], 2, /has 2 cards: one, two\n {2}Say which: --id one\./],
    [["Films"], 2, /2 tasks of Films have cards\n {2}Name one, such as "Films\/1\/start\/1"/],
    [["Films/1/end", "--id", "x"], 1, /There is no card "x" of Films\/1\/end\n {2}It has only\./],
    [["Films/1/end", "--attempt", "9"], 1, /There is no card of attempt 9/],
    [["Films/1/nope"], 1, /nope/],
    [["Films/1/end", "-o", `${store.root}/no/card.html`], 1, /card\.html/],
  ];
  for (const [args, code, message] of wrong) {
    const result = await get(...args);
    assert.equal(result.code, code, `${args}: ${result.stderr}`);
    assert.match(result.stderr, message);
    assert.equal(result.stdout, "");
  }
});

Deno.test("flow card view prints the path of a file where there is no screen", async () => {
  using store = filled();
  const env = { FLOW_STORE: store.dir, DISPLAY: "", WAYLAND_DISPLAY: "", TMPDIR: store.root };
  const { code, stdout } = await flow(["card", "view", "Films/1/end", "--json"], { env });
  assert.equal(code, 0);
  const { path, opened } = JSON.parse(stdout);
  assert.match(Deno.readTextFileSync(path), /<b>8<\/b>/);
  assert.equal(opened, false);
});
