import assert from "node:assert/strict";
import { bundle } from "./bundle.ts";

Deno.test("bundle() makes a folder in which every module finds the others", async () => {
  const temp = await Deno.makeTempDir({ prefix: "flow-bundle-test-" });
  try {
    await bundle(`${temp}/lib`);
    const names = [...Deno.readDirSync(`${temp}/lib`)].map(({ name }) => name);
    const missing: string[] = [];
    for (const name of names.filter((name) => name.endsWith(".js"))) {
      const text = Deno.readTextFileSync(`${temp}/lib/${name}`);
      for (const [, path] of text.matchAll(/new URL\("([^"]+)",\s*import\.meta\.url\)/g)) {
        // The list of an executable's files is beside the bundle.
        if (path === "../manifest") continue;
        try {
          Deno.statSync(`${temp}/lib/${path}`);
        } catch {
          missing.push(`${name}: ${path}`);
        }
      }
      // Of what is loaded, nothing is to be looked up by a name.
      for (const [, from] of text.matchAll(/(?:^import|^} from|\blazy\() ?"([^"]+)"/gm)) {
        if (!/^(\.\/|node:)/.test(from!)) missing.push(`${name}: ${from}`);
      }
    }
    assert.deepEqual(missing, []);
    const { runFlow, FlowSpec } = await import(`${temp}/lib/mod.js`);
    assert.deepEqual([runFlow.name, FlowSpec.name], ["runFlow", "FlowSpec"]);
  } finally {
    await Deno.remove(temp, { recursive: true });
  }
});
