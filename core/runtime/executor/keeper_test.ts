import assert from "node:assert/strict";
import { noise } from "../../../store/objects/testing.ts";
import { digestSync, loadNative } from "../../../store/objects/digest.ts";
import { Payload, pieceOf } from "../protocol/frames.ts";
import { concat } from "../protocol/frames.ts";
import type { KeptRef } from "../protocol/messages.ts";
import { Keeper } from "./keeper.ts";

await loadNative("sha256");

/** A keeper with folders of its own. */
function setUp(secrets: string[] = []) {
  const root = Deno.makeTempDirSync({ prefix: "flow-keeper-" });
  const settings = {
    socket: "",
    likely: null,
    store: `${root}/store`,
    staging: `${root}/staging`,
    temp: `${root}/work`,
  };
  for (const folder of [settings.store, settings.staging, settings.temp]) Deno.mkdirSync(folder);
  const keeper = new Keeper(settings, "sha256", secrets);
  return { keeper, settings, [Symbol.dispose]: () => Deno.removeSync(root, { recursive: true }) };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const value = (name: string, bytes: Uint8Array<ArrayBuffer>, more = {}) => ({
  name,
  kind: "bytes",
  bytes,
  ...more,
});

/** The content of a value that was staged as it is. */
function staged(ref: KeptRef): Uint8Array {
  assert.equal(ref.staged!.coding, 0);
  return Deno.readFileSync(ref.staged!.path);
}

Deno.test("Keeper.keepNow() hashes small values, and leaves out what has not changed", () => {
  using given = setUp();
  const payload = new Payload();
  const a = bytesOf("a");
  const refs = given.keeper.keepNow([
    value("a", a),
    value("same", a, { was: digestSync(a, "sha256") }),
    value("other", a, { was: digestSync(bytesOf("b"), "sha256") }),
    value("gone", new Uint8Array(0), { kind: "", deleted: true }),
    value("merged", new Uint8Array(0), { ref: { digest: "sha256:x", kind: "json", size: 9 } }),
  ], payload);
  assert.deepEqual(refs.map(({ name, digest, size }) => [name, digest, size]), [
    ["a", digestSync(a, "sha256"), 1],
    ["other", digestSync(a, "sha256"), 1],
    ["gone", "", 0],
    ["merged", "sha256:x", 9],
  ]);
  assert.deepEqual([...pieceOf(concat(payload.parts()), refs[0]!.piece!)], [...a]);
});

Deno.test("Keeper.keep() stages large values as files, and unchanged ones not at all", async () => {
  using given = setUp();
  const large = noise(100_000);
  const values = [
    value("large", large),
    value("same", large.slice(), { was: digestSync(large, "sha256") }),
    value("small", bytesOf("s")),
  ];
  assert.equal(given.keeper.isQuick(values), false);
  const payload = new Payload();
  const refs = await given.keeper.keep(values, () => payload);
  assert.deepEqual(refs.map(({ name, size }) => [name, size]), [["large", 100_000], ["small", 1]]);
  assert.deepEqual(staged(refs[0]!), large);
  assert.ok(refs[0]!.staged!.path.startsWith(given.settings.staging));
});

Deno.test("Keeper.keep() takes files of the task's own folder, and no others", async () => {
  using given = setUp();
  const { keeper, settings } = given;
  const content = noise(3_000_000);
  Deno.writeFileSync(`${settings.temp}/model`, content);
  Deno.writeTextFileSync(`${settings.store}/flow.db`, "not yours");
  Deno.symlinkSync(`${settings.store}/flow.db`, `${settings.temp}/link`);
  const keep = (path: string) =>
    keeper.keep(
      [{ ...value("model", new Uint8Array(0)), kind: "file", path }],
      () => new Payload(),
    );
  const [ref] = await keep(`${settings.temp}/model`);
  assert.deepEqual([ref!.digest, ref!.size], [digestSync(content, "sha256"), content.length]);
  for (const path of ["link", "../store/flow.db"]) {
    await assert.rejects(keep(`${settings.temp}/${path}`), /not in the task's temporary folder/);
  }
});

Deno.test("Keeper blots out secrets in names, values, errors, and files wherever pieces end", async () => {
  using given = setUp(["hunter2!", 'a"b\\c'.padEnd(12, "x")]);
  const { keeper, settings } = given;
  const around = (at: number) => `${"y".repeat(at)}hunter2!${"z".repeat(20)}`;
  for (const at of [0, (1 << 20) - 8, (1 << 20) - 4, (1 << 20) - 1, 1 << 20]) {
    Deno.writeTextFileSync(`${settings.temp}/file`, around(at));
    const [ref] = await keeper.keep(
      [{ ...value("f", new Uint8Array(0)), kind: "file", path: `${settings.temp}/file` }],
      () => new Payload(),
    );
    const blotted = bytesOf(around(at).replace("hunter2!", "*".repeat(8)));
    assert.deepEqual([ref!.digest, ref!.size], [digestSync(blotted, "sha256"), blotted.length]);
  }
  const payload = new Payload();
  const [small] = keeper.keepNow([value("is hunter2!", bytesOf("say hunter2!"))], payload);
  assert.equal(small!.name, "is [secret]");
  assert.equal(new TextDecoder().decode(payload.parts()[0]), "say ********");
  const error = keeper.redactError({
    name: "hunter2!",
    message: "hunter2!",
    stack: "at hunter2!",
    type: "error",
    hint: "not hunter2!",
  });
  assert.doesNotMatch(JSON.stringify(error), /hunter2/);
  assert.deepEqual(keeper.redactAsk({ of: "tag", add: ["hunter2!"], remove: ["x"] }), {
    of: "tag",
    add: ["[secret]"],
    remove: ["x"],
  });
});
