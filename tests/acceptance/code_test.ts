import assert from "node:assert/strict";
import { Lab } from "./harness.ts";

const FLOW = `
import { FlowSpec, param, permissions, step } from "flow";
import { word } from "./lib/words.ts";
import table from "./lib/table.json" with { type: "json" };
export default class Edited extends FlowSpec {
  folder = param({ default: "" });
  seen!: unknown[];
  @permissions({ read: true })
  @step
  async start() {
    this.seen = [word, table.rows];
    console.log("waiting");
    while (!(await Deno.stat(this.folder + "/open").then(() => true, () => false))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.next(this.end);
  }
  @step
  async end() {
    const { late } = await import("./lib/late.ts");
    this.seen.push(word, table.rows, late, import.meta.url.includes("/.flow/code/"));
  }
}
`;

Deno.test("editing the source during a run changes nothing in it, and the next run has it", async () => {
  await using lab = new Lab();
  const file = lab.write("flow.ts", FLOW);
  lab.write("lib/words.ts", 'export const word = "old";');
  lab.write("lib/late.ts", 'export const late = "old and late";');
  lab.write("lib/table.json", '{ "rows": 1 }');
  const running = lab.start(["run", file, "--folder", lab.path]);
  await running.untilLog("waiting");
  lab.write("lib/words.ts", 'export const word = "new";');
  lab.write("lib/table.json", '{ "rows": 2 }');
  lab.write("flow.ts", FLOW.replaceAll("this.seen.push(", "this.seen.push('edited', "));
  Deno.removeSync(`${lab.path}/lib/late.ts`);
  lab.write("open", "");
  const { status, run, stderr } = await running.ended;
  assert.equal(status, "succeeded", stderr);
  assert.deepEqual((await lab.dump(run)).seen, ["old", 1, "old", 1, "old and late", true]);

  lab.write("lib/late.ts", 'export const late = "new and late";');
  const next = await lab.run(file, ["--folder", lab.path]);
  assert.deepEqual((await lab.dump(next.run)).seen, [
    "new",
    2,
    "edited",
    "new",
    2,
    "new and late",
    true,
  ]);
  // Both packages are recorded before the first task, as objects of the store.
  const rows = lab.query("SELECT DISTINCT code FROM runs");
  assert.equal(rows.length, 2);
  for (const { code } of rows) {
    const [object] = lab.query("SELECT data FROM objects WHERE digest = ?", code);
    const { files, entry } = JSON.parse(new TextDecoder().decode(object!.data));
    assert.equal(entry, "flow.ts");
    assert.deepEqual(files.map((one: { path: string }) => one.path), [
      "flow.ts",
      "lib/late.ts",
      "lib/table.json",
      "lib/words.ts",
    ]);
  }
});
