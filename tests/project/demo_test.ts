import assert from "node:assert/strict";
import { ROOT } from "./tree.ts";

Deno.test("deno task demo runs a flow, prints its result, and says what to do next", async () => {
  const store = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "demo"],
      cwd: ROOT,
      env: { FLOW_STORE: store, NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stdout);
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.match(said, /Adventure +258 +47\.4 +135\.9 +354\.8/);
    assert.match(said, /Statistics\/1 succeeded in .*: 15 tasks succeeded/);
    assert.match(said, /flow dump Statistics\/1/);
    assert.match(said, /npx --yes deno task flow/);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
