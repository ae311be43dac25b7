import assert from "node:assert/strict";
import { Lab } from "../../../tests/acceptance/harness.ts";
import { fill, LARGE, ServedStore } from "../testing.ts";

const FLOW = `import { FlowSpec, param, step } from "flow";
import { double } from "./lib/double.ts";

export default class Coded extends FlowSpec {
  count = param({ default: 2 });
  value = 0;
  kept!: string;

  @step
  start() {
    this.kept = "k".repeat(200);
    this.result = double(this.count);
    this.next(this.end);
  }
  result!: number;

  @step
  end() {
    this.result = 0;
  }
}
`;

Deno.test("the API tells what a real run was made from, where it ran, and what to do with it", async () => {
  await using lab = new Lab();
  const file = lab.write("coded.ts", FLOW);
  lab.write("lib/double.ts", "export const double = (n: number) => 2 * n;\n");
  lab.write("deno.json", "{}");
  await lab.run(file);
  await using served = new ServedStore({ store: lab.store });
  const { body: code } = await served.get("/runs/Coded/1/code");
  assert.equal(code.entry, "coded.ts");
  assert.deepEqual(code.files.map(({ path }: { path: string }) => path), [
    "coded.ts",
    "lib/double.ts",
  ]);
  assert.deepEqual(code.steps, [
    { step: "start", path: "coded.ts", line: 10, endLine: 14 },
    { step: "end", path: "coded.ts", line: 18, endLine: 20 },
  ]);
  const { body: text } = await served.get("/runs/Coded/1/code/file?path=coded.ts");
  assert.deepEqual([text.text, text.cut], [FLOW, false]);
  for (const path of ["../coded.ts", "/etc/passwd", "coded.ts/../coded.ts", "", "%00"]) {
    const { status } = await served.get(`/runs/Coded/1/code/file?path=${path}`);
    assert.equal(status, 404, path);
  }
  const { body: environment } = await served.get("/runs/Coded/1/environment");
  assert.equal(environment.host, Deno.hostname());
  assert.equal(environment.user, "tester");
  assert.equal(environment.denoVersion, Deno.version.deno);
  assert.match(environment.flowVersion, /^\d+\.\d+/);
  assert.equal(environment.commands.again, `flow run ${file}:Coded --count=2`);
  const [, ...again] = environment.commands.again.split(" ");
  await lab.drive(again);
  const [, ...resume] = environment.commands.resume.split(" ");
  await lab.drive(resume);
  assert.equal((await served.get("/runs/Coded/3")).body.origin, "Coded/1");
  const { body: lineage } = await served.get("/runs/Coded/1/tasks/2/lineage");
  assert.deepEqual(
    lineage.parents[0].artifacts.map((one: { name: string; becomes: string }) => [
      one.name,
      one.becomes,
    ]),
    [["kept", "same"], ["result", "other"]],
  );
});

Deno.test("the API tells where the same bytes are used, newest runs first, page by page", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const other = served.store.run({ flow: "Other", params: { same: LARGE } });
  const { digest } = (await served.get("/runs/Other/2/tasks/0/artifacts/same")).body;
  const seen: string[] = [];
  for (let after = "";;) {
    const { status, body } = await served.get(`/objects/${digest}?limit=1${after}`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.object.size, LARGE.length + 2);
    for (const { run, task, step, name, position } of body.uses) {
      seen.push(`${run}/${step}/${task}/${name ?? position}`);
    }
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  assert.equal(other.number, 2);
  // As artifact, as item of the foreach, and as another artifact of its task.
  assert.deepEqual(seen, [
    "Other/2/null/0/same",
    "Genres/2/score/2/näme /?#%",
    "Genres/2/score/3/item",
    "Genres/2/score/3/näme /?#%",
    "Genres/2/score/4/näme /?#%",
    "Genres/2/start/1/1",
  ]);
  const none = await served.get(`/objects/sha256:${"0".repeat(64)}`);
  assert.deepEqual([none.body.object, none.body.uses], [null, []]);
  for (const bad of ["x", "sha256:xyz", "..%2f..%2fetc"]) {
    assert.equal((await served.get(`/objects/${bad}`)).status, 400, bad);
  }
});

Deno.test("the API tells how much the store holds, and again when that has changed", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { body } = await served.get("/store?largest=2");
  assert.deepEqual(
    body.flows.map(({ flow, runs }: { flow: string; runs: number }) => [flow, runs]),
    [
      ["Genres", 3],
      ["Other", 1],
    ],
  );
  assert.equal(body.largest.length, 2);
  assert.deepEqual(body.largest[0].size, LARGE.length + 2);
  assert.ok(body.saved > 2 * LARGE.length);
  served.store.run({ flow: "New" });
  await served.get("/runs/Genres/2/tags", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ add: ["x"] }),
  });
  assert.equal((await served.get("/store?largest=2")).body.flows.length, 3);
});

Deno.test("lineage tells what a join leaves behind, and pages through many children", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { body: join } = await served.get("/runs/Genres/2/tasks/5/lineage?limit=2");
  assert.deepEqual(join.parents.map(({ task }: { task: { number: number } }) => task.number), [
    2,
    3,
  ]);
  assert.deepEqual(join.nextParent, 1);
  assert.ok(
    join.parents[0].artifacts.every(({ becomes }: { becomes: string }) => becomes === "gone"),
  );
  const rest = await served.get("/runs/Genres/2/tasks/5/lineage?limit=2&afterParent=1");
  assert.deepEqual(rest.body.parents.map((one: { task: { number: number } }) => one.task.number), [
    4,
  ]);
  const { body: start } = await served.get("/runs/Genres/2/tasks/1/lineage?limit=2");
  assert.deepEqual([start.nextChild, start.children.length], [3, 2]);
  assert.deepEqual(start.children[0].artifacts.map(({ becomes }: { becomes: string }) => becomes), [
    "same",
  ]);
  assert.equal((await served.get("/runs/Genres/2/tasks/99/lineage")).status, 404);
});
