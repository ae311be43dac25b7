import assert from "node:assert/strict";
import { startServer } from "./serve.ts";
import { fill, LARGE, raw, ServedStore } from "./testing.ts";

Deno.test("the API pages through runs by cursor, with tags and counts in each row", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const seen: string[] = [];
  for (let path = "/runs?limit=1"; path !== "";) {
    const { status, body } = await served.get(path);
    assert.equal(status, 200);
    seen.push(...body.runs.map(({ run }: { run: string }) => run));
    path = body.next === null ? "" : `/runs?limit=1&after=${body.next}`;
  }
  assert.deepEqual(seen, ["Genres/3", "Other/1", "Genres/2", "Genres/1"]);
  const { body } = await served.get("/runs?tag=nightly&tag=pin&flow=Genres");
  assert.deepEqual(body.runs[0].tags.map(({ tag }: { tag: string }) => tag), [
    "nightly",
    "pin",
    "user:ann",
  ]);
  assert.equal(body.runs[0].tasks.succeeded, 6);
});

Deno.test("the API says as a problem what it cannot answer, and why", async () => {
  await using served = new ServedStore({ readOnly: true });
  fill(served.store);
  const json = { "content-type": "application/json" };
  const cases: [path: string, status: number, code: string, init?: RequestInit][] = [
    ["/nothing", 404, "not-found"],
    ["/runs/Nothing/1", 404, "not-found"],
    ["/runs/Genres/99", 404, "not-found"],
    ["/runs/Genres/2/tasks/99", 404, "not-found"],
    ["/runs/Genres/2/tasks/3/artifacts/none", 404, "not-found"],
    ["/runs/Genres/0", 400, "bad-request"],
    ["/runs/Genres/1e3", 400, "bad-request"],
    ["/runs/Genres/99999999999999999999", 400, "bad-request"],
    ["/runs/Genres/2/tasks/-1", 400, "bad-request"],
    ["/runs?limit=0", 400, "bad-request"],
    ["/runs?limit=1000000", 400, "bad-request"],
    ["/runs?status=odd", 400, "bad-request"],
    ["/runs?after=x", 400, "bad-cursor"],
    ["/runs/Genres/2/tasks?after=x", 400, "bad-cursor"],
    ["/runs?sort=status&after=odd.1", 400, "bad-cursor"],
    ["/runs?param=votes", 400, "bad-request"],
    ["/runs?order=up", 400, "bad-request"],
    ["/runs/Genres/2/tasks/1/logs", 400, "bad-request"],
    ["/runs/Genres/2/tags", 403, "read-only", { method: "POST", headers: json, body: "{}" }],
    ["/runs/Genres/2/tags", 400, "bad-request", { method: "POST", headers: json, body: "{" }],
    ["/runs/Genres/2", 404, "not-found", { method: "DELETE" }],
  ];
  for (const [path, status, code, init] of cases) {
    const answer = await served.get(path, init);
    const { body } = answer;
    assert.deepEqual([answer.status, body.code, body.status], [status, code, status], path);
    assert.equal(answer.type, "application/problem+json");
    assert.ok(typeof body.detail === "string" && typeof body.title === "string");
  }
});

Deno.test("the API gives bytes by range, once, and only to be downloaded", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const path = `${served.url}/api/runs/Genres/2/tasks/3/artifacts/${
    encodeURIComponent("näme /?#%")
  }/bytes`;
  const whole = await fetch(path);
  assert.equal(await whole.json(), LARGE);
  assert.equal(whole.headers.get("content-length"), "1002");
  assert.match(whole.headers.get("content-disposition")!, /^attachment; filename\*=UTF-8''n%C3%A4/);
  assert.match(whole.headers.get("content-security-policy")!, /default-src 'none'/);
  assert.equal(whole.headers.get("x-content-type-options"), "nosniff");
  const tag = whole.headers.get("etag")!;
  const part = await fetch(path, { headers: { range: "bytes=-10" } });
  assert.deepEqual([part.status, part.headers.get("content-range")], [206, "bytes 992-1001/1002"]);
  assert.equal(await part.text(), `${"x".repeat(9)}"`);
  const changed = await fetch(path, { headers: { range: "bytes=990-", "if-range": '"other"' } });
  assert.deepEqual([changed.status, (await changed.text()).length], [200, 1002]);
  const known = await fetch(path, { headers: { "if-none-match": tag } });
  assert.deepEqual([known.status, await known.text()], [304, ""]);
  const none = await fetch(path, { headers: { range: "bytes=1002-" } });
  assert.deepEqual([none.status, (await none.json()).code], [416, "range"]);
});

Deno.test("a damaged object is told with its owner, and the server goes on", async () => {
  await using served = new ServedStore();
  fill(served.store);
  served.store.db.exec("UPDATE objects SET data = zeroblob(size) WHERE size > 1000");
  const { status, body } = await served.get(
    `/runs/Genres/2/tasks/3/artifacts/${encodeURIComponent("näme /?#%")}/bytes`,
  );
  assert.deepEqual([status, body.code], [500, "object-damaged"]);
  assert.match(body.detail, /Genres\/2/);
  assert.equal((await served.get("/flows")).status, 200);
});

Deno.test("names that were rebound and other pages get nothing, whatever they ask for", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { host } = new URL(served.url);
  for (const path of ["/api/flows", "/api/openapi.json", "/", "/api/nothing"]) {
    const rebound = await raw(served.url, [`GET ${path} HTTP/1.1`, "host: evil.example"]);
    assert.match(rebound, /^HTTP\/1\.1 403 /);
    const foreign = await raw(served.url, [
      `GET ${path} HTTP/1.1`,
      `host: ${host}`,
      "origin: http://evil.example",
    ]);
    assert.match(foreign, /^HTTP\/1\.1 403 /);
    assert.ok(!`${rebound}${foreign}`.includes("Genres"));
    assert.ok(!/access-control-allow/i.test(`${rebound}${foreign}`));
  }
});

Deno.test("with a token, nothing is answered without it, and a browser keeps it as a cookie", async () => {
  await using served = new ServedStore({ token: "secret" });
  fill(served.store);
  assert.equal((await served.get("/flows")).status, 401);
  const shown = await served.get("/flows?token=secret");
  assert.equal(shown.status, 200);
  const [cookie] = shown.headers.getSetCookie();
  assert.match(cookie!, /HttpOnly; SameSite=Strict/);
  const kept = await served.get("/flows", { headers: { cookie: cookie!.split(";")[0]! } });
  assert.equal(kept.status, 200);
  // The page's address does not keep it: it would stay in the history, and be shared.
  const opened = await fetch(`${served.url}//evil.example/runs?a=b&token=secret`, {
    redirect: "manual",
  });
  await opened.body?.cancel();
  assert.equal(opened.status, 303);
  assert.equal(opened.headers.get("location"), "/evil.example/runs?a=b");
  assert.deepEqual(opened.headers.getSetCookie(), shown.headers.getSetCookie());
});

Deno.test("on an address that others reach, any name leads to it, and the token decides", async () => {
  await using served = new ServedStore({ host: "0.0.0.0", token: "secret" });
  fill(served.store);
  const head = ["GET /api/flows HTTP/1.1", "host: 192.168.1.5:3569"];
  const url = served.url.replace("0.0.0.0", "127.0.0.1");
  assert.match(await raw(url, head), /^HTTP\/1\.1 401 /);
  const shown = await raw(url, [...head, "authorization: Bearer secret"]);
  assert.match(shown, /^HTTP\/1\.1 200 [^]*Genres/);
});

Deno.test("startServer() wants a token where others could reach it, and says what is in the way", () => {
  assert.throws(() => startServer({ store: "/nowhere", host: "0.0.0.0" }), {
    code: "token-missing",
  });
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  assert.throws(() => startServer({ store: "/nowhere", port: taken.addr.port }), {
    code: "serve-failed",
    message: /another program listens there/,
  });
});

Deno.test("a store that is not there yet, or no longer, is said to be missing", async () => {
  await using served = new ServedStore();
  await Deno.rename(served.store.dir, `${served.store.dir}.away`);
  const { status, body } = await served.get("/flows");
  assert.deepEqual([status, body.code], [503, "no-store"]);
  await Deno.rename(`${served.store.dir}.away`, served.store.dir);
  fill(served.store);
  assert.deepEqual((await served.get("/flows")).body.length, 2);
});

Deno.test("the OpenAPI document describes every route, with its answers", async () => {
  await using served = new ServedStore();
  const { body } = await served.get("/openapi.json");
  assert.equal(body.openapi, "3.1.0");
  const paths = Object.keys(body.paths);
  assert.ok(paths.includes("/runs/{flow}/{run}/tasks/{task}/artifacts/{name}/bytes"));
  for (
    const [path, methods] of Object.entries<Record<string, Record<string, unknown>>>(body.paths)
  ) {
    for (const [method, route] of Object.entries(methods)) {
      const { responses, parameters = [], summary } = route as {
        responses: Record<string, unknown>;
        parameters?: { name: string; in: string }[];
        summary: string;
      };
      assert.ok(summary, `${method} ${path}`);
      assert.ok("200" in responses && "404" in responses, `${method} ${path}`);
      const inPath = parameters.filter((one) => one.in === "path").map(({ name }) => `{${name}}`);
      assert.deepEqual(inPath, path.match(/\{\w+\}/g) ?? [], `${method} ${path}`);
    }
  }
});
