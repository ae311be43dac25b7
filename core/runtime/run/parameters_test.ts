import assert from "node:assert/strict";
import { StoreFixture } from "../../../tests/helpers/runs.ts";
import type { FlowError } from "../../../store/error.ts";
import { decode } from "../../../store/objects/codec.ts";
import { ObjectStore } from "../../../store/objects/object_store.ts";
import { readSource } from "../../graph/testing.ts";
import {
  fileValues,
  type GivenParameters,
  needsCode,
  parameterVariable,
  plainParameters,
  refuseUnknown,
} from "./parameters.ts";

async function graphOf(members: string) {
  return await readSource(`
    import { FlowSpec, step, param, config, file } from "flow";
    export default class F extends FlowSpec { ${members} @step only() {} }`);
}

const given = (params: Record<string, unknown>, configs = {}): GivenParameters => ({
  params,
  configs,
});

/** Sets variables of the environment for a time. */
async function withEnv(variables: Record<string, string>, use: () => Promise<void>) {
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    await use();
  } finally {
    for (const name of Object.keys(variables)) Deno.env.delete(name);
  }
}

function hasCode(code: string, part = ""): (error: unknown) => boolean {
  return (error) => {
    const { code: found, message, exitCode } = error as FlowError;
    return found === code && exitCode === 2 && message.includes(part);
  };
}

Deno.test("parameterVariable() writes names as variables of the environment", () => {
  const names = {
    minVotes: "MIN_VOTES",
    URL: "URL",
    baseURL: "BASE_URL",
    URLBase: "URL_BASE",
    top10: "TOP10",
  };
  for (const [name, variable] of Object.entries(names)) {
    assert.equal(parameterVariable(name), `FLOW_PARAM_${variable}`);
  }
});

Deno.test("plainParameters() takes what is given before the environment before the default", async () => {
  const graph = await graphOf(`
    first9 = param({ default: 1 }); second9 = param({ default: 2 }); third9 = param({ default: 3 });
    list9 = param({ default: ["a"] }); none9 = param({ required: false });`);
  await withEnv({ FLOW_PARAM_FIRST9: "10", FLOW_PARAM_SECOND9: "20" }, () => {
    const values = plainParameters(graph, given({ first9: "100", list9: ["x", "y"] }));
    assert.deepEqual(Object.fromEntries(values), {
      first9: 100,
      second9: 20,
      third9: 3,
      list9: ["x", "y"],
    });
    return Promise.resolve();
  });
});

Deno.test("plainParameters() refuses what does not fit or is not there, with its place", async () => {
  const graph = await graphOf("limit = param({ default: 1 }); city = param<string>();");
  assert.throws(
    () => plainParameters(graph, given({ limit: "many", city: "Rome" })),
    hasCode("parameter-invalid", 'Parameter "limit" cannot be "many"'),
  );
  assert.throws(() => plainParameters(graph, given({})), (error: FlowError) => {
    assert.match(error.hint!, /--city or FLOW_PARAM_CITY/);
    assert.equal(error.place!.line, 3);
    return hasCode("parameter-missing", '"city"')(error);
  });
});

Deno.test("refuseUnknown() names the parameters that there are", async () => {
  const graph = await graphOf("limit = param({ default: 1 });");
  assert.doesNotThrow(() => refuseUnknown(graph, given({ limit: 1 })));
  for (const wrong of [given({ limt: 1 }), given({}, { limt: "x" })]) {
    assert.throws(
      () => refuseUnknown(graph, wrong),
      (error: FlowError) =>
        error.hint!.includes("limit") && hasCode("parameter-unknown", "limt")(error),
    );
  }
});

Deno.test("needsCode() is true only where the source does not tell a parameter's value", async () => {
  assert.equal(needsCode(await graphOf("a = param({ default: 1 });")), false);
  assert.equal(needsCode(await graphOf("a = param({ default: () => 1 });")), true);
  assert.equal(needsCode(await graphOf("a = config();")), false);
});

Deno.test("fileValues() reads configs and files, and puts files into the store", async () => {
  using store = new StoreFixture();
  const objects = new ObjectStore(store.dir, store.db);
  const graph = await graphOf(`
    settings = config(); words = file(); image = file({ binary: true }); more = file({ required: false });`);
  Deno.writeTextFileSync(`${store.root}/settings.toml`, "rate = 0.5\n");
  Deno.writeTextFileSync(`${store.root}/words.txt`, "one two");
  Deno.writeFileSync(`${store.root}/image`, new Uint8Array([1, 2]));
  const { values, shown } = await fileValues(
    graph,
    given(
      { words: `${store.root}/words.txt`, image: `${store.root}/image` },
      { settings: `${store.root}/settings.toml` },
    ),
    objects,
  );
  assert.deepEqual(values.map(({ name, ref }) => [name, ref.kind, ref.is]), [
    ["settings", "json", "config"],
    ["words", "text", "file"],
    ["image", "bytes", "file"],
  ]);
  const [settings, words] = values;
  const bytes = settings!.bytes ?? settings!.ref.data!;
  assert.deepEqual(decode("json", bytes), { rate: 0.5 });
  assert.equal(new TextDecoder().decode(objects.get(words!.ref.digest)), "one two");
  assert.equal(shown.words, `${store.root}/words.txt`);
});

Deno.test("fileValues() refuses what cannot be read", async () => {
  using store = new StoreFixture();
  const objects = new ObjectStore(store.dir, store.db);
  const graph = await graphOf("settings = config();");
  const read = (path: string) => fileValues(graph, given({}, { settings: path }), objects);
  Deno.writeTextFileSync(`${store.root}/wrong.json`, "{ wrong");
  await assert.rejects(read(`${store.root}/wrong.json`), hasCode("config-invalid", "wrong.json"));
  await assert.rejects(
    read(`${store.root}/nowhere.json`),
    hasCode("input-unreadable", "no such file"),
  );
  await assert.rejects(read(store.root), hasCode("input-unreadable", store.root));
  await assert.rejects(fileValues(graph, given({}), objects), hasCode("parameter-missing"));
});
