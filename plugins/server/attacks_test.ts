/**
 * What somebody may try who has no business here: each attack over a real socket.
 */

import assert from "node:assert/strict";
import { fill, LARGE, raw, ServedStore } from "./testing.ts";

const JSON_TYPE = "content-type: application/json";

/** Every route of the API with values for its parameters, and what may be done with it. */
async function routes(served: ServedStore): Promise<{ method: string; path: string }[]> {
  const { body } = await served.get("/openapi.json");
  const { digest } = (await served.get("/runs/Genres/2/tasks/3/artifacts")).body
    .find(({ size }: { size: number }) => size > LARGE.length);
  const values: Record<string, string> = {
    ...{ flow: "Genres", run: "2", task: "3", name: encodeURIComponent("näme /?#%"), digest },
  };
  return Object.entries<Record<string, unknown>>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: `/api${path.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]!)}`,
    }))
  );
}

Deno.test("a name that was rebound and a page of another origin get nothing from any route", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { host } = new URL(served.url);
  const tries = [
    ["host: evil.example"],
    ["host: evil.example:80", "origin: http://evil.example:80"],
    [`host: ${host}.evil.example`],
    [`host: ${host}`, "origin: http://evil.example"],
    [`host: ${host}`, "origin: null"],
    [`host: ${host}`, `origin: http://${host}.evil.example`],
    [`host: ${host}`, "origin: https://localhost:1"],
    [`host: ${host}`, "sec-fetch-site: cross-site", "sec-fetch-mode: no-cors"],
  ];
  const paths = [...await routes(served), { method: "GET", path: "/" }, {
    method: "GET",
    path: "/api/openapi.json",
  }];
  for (const { method, path } of paths) {
    for (const headers of tries) {
      const answer = await raw(served.url, [`${method} ${path} HTTP/1.1`, ...headers]);
      assert.match(answer, /^HTTP\/1\.1 403 /, `${method} ${path} ${headers}`);
      assert.ok(!/Genres|access-control-allow/i.test(answer.replace(path, "")), path);
    }
  }
});

Deno.test("another page cannot change anything, however it asks", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { host } = new URL(served.url);
  const body = JSON.stringify({ add: ["taken"] });
  const length = `content-length: ${body.length}`;
  const path = "/api/runs/Genres/2/tags";
  const tries = [
    ["origin: http://evil.example", "content-type: text/plain"],
    ["origin: http://evil.example", JSON_TYPE],
    ["sec-fetch-site: cross-site", "sec-fetch-mode: no-cors", "content-type: text/plain"],
    // A form that is sent: a navigation, which tells its origin.
    ["origin: http://evil.example", "sec-fetch-site: cross-site", "sec-fetch-mode: navigate"],
  ];
  for (const headers of tries) {
    const head = [`POST ${path} HTTP/1.1`, `host: ${host}`, length, ...headers];
    assert.match(await raw(served.url, head, body), /^HTTP\/1\.1 403 /, `${headers}`);
  }
  const cors = await raw(served.url, [
    `OPTIONS ${path} HTTP/1.1`,
    `host: ${host}`,
    "origin: http://evil.example",
    "access-control-request-method: POST",
  ]);
  assert.match(cors, /^HTTP\/1\.1 403 /);
  const { body: tags } = await served.get("/runs/Genres/2/tags");
  assert.ok(!tags.some(({ tag }: { tag: string }) => tag === "taken"));
});

Deno.test("a server with a token answers nothing without it, whatever looks like it", async () => {
  await using served = new ServedStore({ token: "secret" });
  fill(served.store);
  const { host } = new URL(served.url);
  const tries: [path: string, header: string][] = [
    ["/", "x: y"],
    ["/api/flows", "x: y"],
    ["/api/events", "x: y"],
    ["/api/openapi.json", "x: y"],
    ["/api/tour/", "x: y"],
    ["/api/flows?token=", "x: y"],
    ["/api/flows?token=secre", "x: y"],
    ["/api/flows?token=secrets", "x: y"],
    ["/api/flows?token=SECRET", "x: y"],
    ["/api/flows?token=x&token=secret", "x: y"],
    ["/api/flows", "authorization: Bearer "],
    ["/api/flows", "authorization: Basic secret"],
    ["/api/flows", "authorization: Bearer secret2"],
    ["/api/flows", "cookie: flow_token="],
    ["/api/flows", "cookie: xflow_token=secret"],
    ["/api/flows", "cookie: flow_token=x; flow_token=secret"],
  ];
  for (const [path, header] of tries) {
    const answer = await raw(served.url, [`GET ${path} HTTP/1.1`, `host: ${host}`, header]);
    assert.match(answer, /^HTTP\/1\.1 401 /, `${path} ${header}`);
    assert.ok(!/Genres|set-cookie/i.test(answer), path);
  }
});

Deno.test("a server that is to change nothing refuses each route that would", async () => {
  await using served = new ServedStore({ readOnly: true });
  fill(served.store);
  const writing = (await routes(served)).filter(({ method }) => method !== "GET");
  assert.ok(writing.length > 0);
  for (const { method, path } of writing) {
    const { status, body } = await served.get(path.slice("/api".length), {
      method,
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    assert.deepEqual([status, body.code], [403, "read-only"], `${method} ${path}`);
  }
});

Deno.test("every answer says what a browser may do with it, errors too", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { host } = new URL(served.url);
  const paths = (await routes(served)).filter(({ method, path }) =>
    method === "GET" && !path.endsWith("/events")
  ).map(({ path }) => path);
  for (
    const path of [...paths, "/", "/api", "/api/tour/", "/api/<script>", "/api/runs/<b>/1", "/%00"]
  ) {
    const answer = await raw(served.url, [`GET ${path} HTTP/1.1`, `host: ${host}`]);
    const head = answer.slice(0, answer.indexOf("\r\n\r\n")).toLowerCase();
    assert.match(head, /x-content-type-options: nosniff/, path);
    assert.match(head, /content-security-policy: default-src 'none'/, path);
    assert.match(head, /referrer-policy: no-referrer/, path);
    assert.match(head, /cross-origin-resource-policy: same-origin/, path);
    assert.ok(!/script-src[^;]*('unsafe|\*|data:)/.test(head), path);
    if (path.startsWith("/api/") && !/\/(frame|tour\/)$/.test(path)) {
      assert.ok(!/content-type: text\/html/.test(head), `${path} is no page`);
    }
  }
});

Deno.test("names that a flow chose break no header, and lead to no other route", async () => {
  await using served = new ServedStore();
  const run = served.store.run();
  const names = [
    'x"\r\nset-cookie: a=b\r\n\r\n<script>',
    "../../../runs",
    "..",
    ".",
    "a/../../b",
    "\u2028\0\ud800".toWellFormed(),
    "%2e%2e",
    "x".repeat(4000),
  ];
  run.task("end", { sets: Object.fromEntries(names.map((name) => [name, LARGE])) });
  const { host } = new URL(served.url);
  for (const name of names) {
    const path = `/api/runs/Demo/1/tasks/1/artifacts/${encodeURIComponent(name)}/bytes`;
    const answer = await raw(served.url, [`GET ${path} HTTP/1.1`, `host: ${host}`]);
    const head = answer.slice(0, answer.indexOf("\r\n\r\n"));
    assert.match(head, /^HTTP\/1\.1 (200|404) /, name.slice(0, 100));
    assert.ok(!/^set-cookie/im.test(head), name);
  }
});

Deno.test("too much, too little and nonsense are refused, and the server goes on", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { host, hostname, port } = new URL(served.url);
  const post = (headers: string[], body: string) =>
    raw(served.url, ["POST /api/runs/Genres/2/tags HTTP/1.1", `host: ${host}`, ...headers], body);
  const large = JSON.stringify({ add: ["x".repeat(2_000_000)] });
  assert.match(
    await post([JSON_TYPE, `content-length: ${large.length}`], large),
    /^HTTP\/1\.1 413/,
  );
  const chunk = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
  assert.match(await post([JSON_TYPE, "transfer-encoding: chunked"], chunk), /^HTTP\/1\.1 413/);
  const bodies = ['{"add":', '{"add":5}', '{"add":[null]}', "[]", "null", "", '{"__proto__":{}}'];
  for (const body of bodies) {
    const answer = await post([JSON_TYPE, `content-length: ${body.length}`], body);
    assert.match(answer, /^HTTP\/1\.1 (200|400) /, body);
  }
  const nonsense = [
    "\r\n\r\n",
    "GET\r\n\r\n",
    "\x16\x03\x01\x02\x00",
    `GET /${"a".repeat(100_000)} HTTP/1.1\r\nhost: ${host}\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: ${host}\r\nx: ${"y".repeat(100_000)}\r\n\r\n`,
    `GET http://evil.example/api/flows HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`,
    "GET /api/flows HTTP/1.1\r\nconnection: close\r\n\r\n",
  ];
  for (const text of nonsense) {
    using connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(new TextEncoder().encode(text));
    await connection.closeWrite();
    const answer = await new Response(connection.readable).text().catch(() => "");
    assert.ok(!answer.includes("Genres"), text.slice(0, 50));
  }
  // Connections that are opened and left, half a request each.
  const halves = await Promise.all(Array.from({ length: 100 }, async () => {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(new TextEncoder().encode("GET /api/flows HTTP/1.1\r\nho"));
    return connection;
  }));
  assert.equal((await served.get("/flows")).status, 200);
  for (const connection of halves) connection.close();
});

Deno.test("ranges that nobody can mean are refused or answered as the standard says", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const path = `${served.url}/api/runs/Genres/2/tasks/3/artifacts/${
    encodeURIComponent("näme /?#%")
  }/bytes`;
  const cases: [range: string, status: number][] = [
    ["bytes=99999999999999999999-", 416],
    ["bytes=0-99999999999999999999", 206],
    ["bytes=-99999999999999999999", 206],
    ["bytes=-0", 416],
    ["bytes=5-2", 200],
    [`bytes=${"0-1,".repeat(5000)}0-1`, 200],
    ["bytes=a-b", 200],
    ["lines=1-2", 200],
  ];
  for (const [range, status] of cases) {
    const answer = await fetch(path, { headers: { range } });
    await answer.body?.cancel();
    assert.equal(answer.status, status, range.slice(0, 50));
  }
});

Deno.test("a database that is damaged is said to be, and one in its place is read", async () => {
  await using served = new ServedStore();
  fill(served.store);
  assert.equal((await served.get("/flows")).status, 200);
  const path = `${served.store.dir}/flow.db`;
  const bytes = Deno.readFileSync(path);
  Deno.removeSync(path);
  for (const ending of ["-wal", "-shm"]) {
    await Deno.rename(path + ending, `${path}.aside${ending}`).catch(() => {});
  }
  Deno.writeTextFileSync(path, "no database ".repeat(1000));
  const { status, body } = await served.get("/runs");
  assert.deepEqual([status, body.code], [500, "store-damaged"]);
  assert.match(body.hint, /flow store verify/);
  Deno.removeSync(path);
  for (const ending of ["-wal", "-shm"]) await Deno.remove(path + ending).catch(() => {});
  Deno.writeFileSync(path, bytes);
  for (const ending of ["-wal", "-shm"]) {
    await Deno.rename(`${path}.aside${ending}`, path + ending).catch(() => {});
  }
  assert.equal((await served.get("/runs")).status, 200);
});
