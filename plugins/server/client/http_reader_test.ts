import assert from "node:assert/strict";
import { openServer, Run } from "../../../mod.ts";
import { LocalReader } from "../../../core/client/local_reader.ts";
import type { Reader } from "../../../core/client/reader.ts";
import { fill, LARGE, ServedStore } from "../testing.ts";
import { HttpReader } from "./http_reader.ts";

/** Questions of every kind, and what they are asked about. */
const QUESTIONS: { [M in keyof Reader]?: Parameters<Reader[M]>[] } = {
  flows: [[]],
  runs: [
    [{}],
    [{ limit: 2 }],
    [{ limit: 1, after: "3000.3" }],
    [{ flow: "Genres", status: "failed" }],
    [{ tags: ["nightly", "pin"] }],
    [{ tags: ["nightly", "none"] }],
    [{ user: "bob" }],
    [{ branch: "prod" }],
    [{ since: 2500 }],
    [{ whole: true }],
    [{ flow: "Nothing" }],
  ],
  run: [["Genres", 2], ["Genres", "latest"], ["Genres", 9], ["Nothing", 1]],
  tags: [["Genres/2"], ["Genres/9"]],
  graph: [["Genres/2"], ["Genres/9"]],
  steps: [["Genres/2"], ["Genres/9"]],
  tasks: [
    ["Genres/2", {}],
    ["Genres/2", { step: "score" }],
    ["Genres/2", { after: 2, limit: 2 }],
    ["Genres/1", { status: "failed" }],
    ["Genres/9", {}],
  ],
  task: [["Genres/2", 1], ["Genres/2", 99], ["Genres/9", 1]],
  endTask: [["Genres/2"], ["Other/1"], ["Genres/9"]],
  attempts: [["Genres/1", 1], ["Genres/2", 2], ["Genres/2", 99]],
  parents: [["Genres/2", 5, {}], ["Genres/2", 5, { after: 0, limit: 1 }], ["Genres/2", 99, {}]],
  children: [["Genres/2", 1, {}], ["Genres/2", 1, { after: 2 }], ["Genres/2", 99, {}]],
  frames: [["Genres/2", 3], ["Genres/2", 1], ["Genres/2", 99]],
  artifacts: [["Genres/2", 0], ["Genres/2", 3], ["Genres/9", 0]],
  artifact: [
    ["Genres/2", 3, "mean"],
    ["Genres/2", 3, "näme /?#%"],
    ["Genres/2", 3, "none"],
    ["Genres/2", 0, "title"],
    ["Genres/2", 99, "mean"],
  ],
  logs: [
    ["Genres/1", 1, { attempt: 1 }],
    ["Genres/1", 1, { attempt: 1, stream: "stderr" }],
    ["Genres/1", 1, { attempt: 1, after: 0, limit: 1 }],
    ["Genres/1", 1, { attempt: 2 }],
    ["Genres/2", 99, { attempt: 1 }],
  ],
};

Deno.test("HttpReader answers each question as the store itself does", async () => {
  await using served = new ServedStore();
  fill(served.store);
  using local = new LocalReader(served.store.dir);
  const remote = new HttpReader(served.url);
  for (const [method, asked] of Object.entries(QUESTIONS)) {
    for (const args of asked as unknown[][]) {
      const ask = (reader: Reader) =>
        (reader as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method]!(
          ...args,
        );
      assert.deepEqual(await ask(remote), await ask(local), `${method} ${JSON.stringify(args)}`);
    }
  }
});

Deno.test("HttpReader gives bytes, whole and piece by piece, and values", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const remote = new HttpReader(served.url);
  for (const [name, value] of [["näme /?#%", LARGE], ["mean", 1]] as const) {
    const info = (await remote.artifact("Genres/2", 3, name))!;
    const bytes = await remote.bytes(info);
    assert.deepEqual(await new Response(await remote.stream(info)).bytes(), bytes);
    assert.equal(await remote.decode(info.kind, bytes), value);
  }
});

Deno.test("HttpReader changes tags, and says what is wrong as the store does", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const remote = new HttpReader(served.url);
  await remote.changeTags("Genres/2", { add: ["best"], remove: ["pin"] });
  assert.deepEqual((await remote.tags("Genres/2")).map(({ tag }) => tag), [
    "best",
    "nightly",
    "user:ann",
  ]);
  await assert.rejects(remote.changeTags("Genres/2", { remove: ["user:ann"] }), {
    code: "system-tag",
    message: /is a system tag/,
  });
  await assert.rejects(remote.changeTags("Genres/2", { add: [""] }), { code: "bad-tag" });
});

Deno.test("the client reads a store that is served elsewhere, by its address", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const run = new Run<{ total: number; mean: number }>(`${served.url}/Genres/2`);
  assert.equal(run.pathspec, "Genres/2");
  assert.equal(await run.status, "succeeded");
  assert.equal(await run.get("total"), 3);
  assert.equal((await run.originRun)!.pathspec, "Genres/1");
  const scores = await Array.fromAsync(run.step("score").tasks());
  assert.deepEqual(await Promise.all(scores.map((task) => task.get("mean"))), [0, 1, 2]);
  assert.equal((await new Run(`${served.url}/Genres`).originRun)!.pathspec, "Genres/1");
  await assert.rejects(new Run(`${served.url}/Genres/77`).status, { code: "not-found" });
  const client = openServer(served.url);
  assert.deepEqual((await Array.fromAsync(client.flows())).map(({ name }) => name), [
    "Genres",
    "Other",
  ]);
});

Deno.test("HttpReader shows its token, and tells who does not answer", async () => {
  const token = "a-secret-word";
  let url: string;
  {
    await using served = new ServedStore({ token });
    fill(served.store);
    url = served.url;
    assert.equal((await new HttpReader(url, token).flows()).length, 2);
    await assert.rejects(new HttpReader(url, "other").flows(), { code: "unauthorized" });
    await assert.rejects(new HttpReader(url).run("Genres", 2), { code: "unauthorized" });
  }
  await assert.rejects(new HttpReader(url).flows(), {
    code: "unreachable",
    message: new RegExp(`^Cannot reach ${url}`),
  });
});
