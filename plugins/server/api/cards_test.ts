import assert from "node:assert/strict";
import { flowFile, Lab } from "../../../tests/acceptance/harness.ts";
import { ServedStore } from "../testing.ts";

Deno.test("the API lists the cards of an attempt, and shows each in a sandbox", async () => {
  await using lab = new Lab();
  await lab.run(`${flowFile("cards.ts")}:Carded`);
  await using served = new ServedStore({ store: lab.store });
  const { body } = await served.get("/runs/Carded/1/tasks/1/attempts/1/cards");
  assert.deepEqual(
    body.map(({ id, type, revision }: Record<string, unknown>) => [id, type, revision]),
    [["default", "default", 1], ["more", "blank", 1], ["made", "own", 2]],
  );
  const url = `${served.url}/api/runs/Carded/1/tasks/1/attempts/1/cards`;
  const seen: Record<string, string> = {};
  for (const id of ["default", "more", "made"]) {
    const response = await fetch(`${url}/${id}`);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    seen[id] = response.headers.get("content-security-policy")!;
    const html = await response.text();
    assert.match(html, /^<!doctype html>/);
    assert.equal(/<h1>start 1: 2 films, 1 on it<\/h1>$/.test(html), id === "made");
  }
  const none = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'self'";
  assert.deepEqual(seen, {
    default: `${none}; sandbox allow-popups`,
    more: `${none}; sandbox allow-popups`,
    made: `${none}; script-src 'unsafe-inline'; sandbox allow-scripts`,
  });
  // The attempt that failed, and the one after it.
  for (const attempt of [1, 2]) {
    const path = `${served.url}/api/runs/Carded/1/tasks/3/attempts/${attempt}/cards/default`;
    assert.match(await (await fetch(path)).text(), new RegExp(`try ${attempt} of 2`));
  }
});

Deno.test("the API tells of cards that are not there", async () => {
  await using served = new ServedStore();
  const run = served.store.run();
  run.task("start", { cards: { films: [] } });
  for (
    const [path, status] of [
      ["/runs/Demo/1/tasks/1/attempts/1/cards/other", 404],
      ["/runs/Demo/1/tasks/1/attempts/2/cards/films", 404],
      ["/runs/Demo/1/tasks/2/attempts/1/cards", 404],
      ["/runs/Demo/1/tasks/1/attempts/0/cards", 400],
      ["/runs/Demo/1/tasks/1/attempts/1/cards/..%2f..%2fflow.db", 404],
    ] as const
  ) {
    const answer = await served.get(path);
    assert.deepEqual([answer.status, answer.type], [status, "application/problem+json"], path);
  }
  const { body } = await served.get("/runs/Demo/1/tasks/1/attempts/2/cards");
  assert.deepEqual(body, []);
});

Deno.test("a card whose content is lost or no description is told of, and the server goes on", async () => {
  await using served = new ServedStore();
  const run = served.store.run();
  run.task("start", {
    cards: { lost: [{ is: "markdown", text: "x".repeat(1000) }], odd: [{ is: "script" }] },
  });
  served.store.db.exec("DELETE FROM objects WHERE size > 1000");
  const path = "/runs/Demo/1/tasks/1/attempts/1/cards";
  const { status, body } = await served.get(`${path}/lost`);
  assert.deepEqual([status, body.code], [500, "object-missing"]);
  const odd = await fetch(`${served.url}/api${path}/odd`);
  assert.match(await odd.text(), /Not a component/);
});
