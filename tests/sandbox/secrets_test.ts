import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";

const ANGLERS = new URL("flows/anglers.ts", import.meta.url).pathname;
/** One of digits alone can stand in numbers too. */
const SECRET = "271828182845";
const env = { ANGLERS_SECRET: SECRET };

Deno.test("a secret is told by no way as it is, and what it is blotted out of can be read", async () => {
  await using lab = new Lab();
  const { run, stdout, stderr } = await lab.run(ANGLERS, [], { env });
  const { readable } = await lab.dump(run);
  assert.ok(Object.keys(readable).length > 15);
  assert.deepEqual(new Set(Object.values(readable)), new Set([true]));
  assert.deepEqual(lab.filesWith(SECRET), []);
  assert.ok(!(stdout + stderr).includes(SECRET));
  // Compressed files do not show what they hold.
  for (const { digest } of lab.query("SELECT digest FROM objects WHERE data IS NULL")) {
    const rows = lab.query("SELECT run, task, name FROM artifacts WHERE digest = ?", digest);
    const { task, name } = rows[0]!;
    const [{ step }] = lab.query("SELECT step FROM tasks WHERE number = ?", task) as [
      { step: string },
    ];
    const { code, stderr } = await lab.flow([
      "dump",
      `${run}/${step}/${task}/${name}`,
      "--out",
      `${lab.path}/out`,
    ]);
    assert.equal(code, 0, stderr);
    assert.ok(!Deno.readTextFileSync(`${lab.path}/out`).includes(SECRET));
  }
});

// What no level holds. When it changes, so must docs/isolation.md.
Deno.test("a step that encodes its secret can tell it", async () => {
  await using lab = new Lab();
  const told = { base64: btoa(SECRET), reversed: [...SECRET].reverse().join("") };
  for (const [coding, value] of Object.entries(told)) {
    const { run } = await lab.run(`${ANGLERS}:Coders`, ["--coding", coding], { env });
    assert.equal((await lab.dump(run)).value, value);
  }
});
