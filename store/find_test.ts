import assert from "node:assert/strict";
import { findStore, locateStore } from "./find.ts";
import { openDatabase } from "./metadata/database.ts";

Deno.test("locateStore() and findStore() look upwards, and make room at the project's root", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const deep = `${dir}/project/flows/deep`;
  await Deno.mkdir(deep, { recursive: true });

  assert.equal(findStore(deep), undefined);
  assert.equal(locateStore({ from: deep }), `${deep}/.flow`, "no project around it");

  await Deno.writeTextFile(`${dir}/project/deno.json`, "{}");
  assert.equal(locateStore({ from: deep }), `${dir}/project/.flow`);

  await Deno.mkdir(`${dir}/project/flows/.flow`);
  assert.equal(findStore(deep), undefined, "a folder of that name alone is no store");

  openDatabase(`${dir}/.flow`, { create: true }).close();
  assert.equal(locateStore({ from: deep }), `${dir}/.flow`, "a store goes before a new one");

  openDatabase(`${dir}/project/.flow`, { create: true }).close();
  assert.equal(locateStore({ from: deep }), `${dir}/project/.flow`, "the nearest");

  await Deno.remove(`${dir}/project/.flow/flow.db`);
  await Deno.mkdir(`${dir}/project/.flow/objects`);
  assert.equal(findStore(deep), `${dir}/project/.flow`, "also without its database");

  assert.equal(locateStore({ from: deep, store: `${dir}/x/../other` }), `${dir}/other`);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("locateStore() takes FLOW_STORE, unless a store is named", async () => {
  const module = JSON.stringify(new URL("./find.ts", import.meta.url).href);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-lock",
      `import { locateStore } from ${module};
       console.log(locateStore(), locateStore({ store: "/named" }));`,
    ],
    env: { FLOW_STORE: "/from/environment" },
  }).output();
  assert.equal(new TextDecoder().decode(stdout).trim(), "/from/environment /named");
});
