import assert from "node:assert/strict";
import type { FlowError } from "../../../store/error.ts";
import { secretValue } from "./secrets.ts";

async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "flow-secrets-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Checks that a secret is refused with a message that names it and shows no value. */
async function assertMissing(
  source: Parameters<typeof secretValue>[0],
  folder: string,
  why: RegExp,
) {
  await assert.rejects(secretValue(source, folder), (error: FlowError) => {
    assert.equal(error.code, "secret-missing");
    assert.equal(error.exitCode, 2);
    assert.match(error.message, /^Secret "NAME" is not to be had: /);
    assert.match(error.message, why);
    assert.doesNotMatch(`${error.message} ${error.hint}`, /hidden/);
    return true;
  });
}

Deno.test("secretValue() reads the environment, also an empty variable", async () => {
  const key = `FLOW_TEST_SECRET_${crypto.randomUUID().replaceAll("-", "")}`;
  try {
    for (const value of ["a value", ""]) {
      Deno.env.set(key, value);
      assert.equal(await secretValue({ name: "NAME", from: "env", key }, "/"), value);
    }
  } finally {
    Deno.env.delete(key);
  }
  await assertMissing({ name: "NAME", from: "env", key }, "/", new RegExp(`no variable "${key}"`));
});

Deno.test("secretValue() reads a file of the flow's folder without its last line end", async () => {
  await withFolder(async (folder) => {
    for (const [text, value] of [["a\nb\n", "a\nb"], ["c\r\n", "c"], [" d ", " d "], ["", ""]]) {
      await Deno.writeTextFile(`${folder}/secret`, text!);
      assert.equal(
        await secretValue({ name: "NAME", from: "file", path: "secret" }, folder),
        value,
      );
    }
    await assertMissing(
      { name: "NAME", from: "file", path: "nowhere" },
      folder,
      /"nowhere" cannot be read \(NotFound\)/,
    );
  });
});

Deno.test({
  name: "secretValue() takes what a command prints, run in the flow's folder",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withFolder(async (folder) => {
      const command = (...words: string[]) =>
        ({ name: "NAME", from: "command", command: words }) as const;
      await Deno.writeTextFile(`${folder}/here`, "from here");
      assert.equal(await secretValue(command("cat", "here"), folder), "from here");
      assert.equal(await secretValue(command("echo", "a line"), folder), "a line");
      await assertMissing(command("no-such-program-at-all"), folder, /cannot be run/);
      await assertMissing(command("sh", "-c", "echo hidden; exit 3"), folder, /"sh" ended with 3/);
    });
  },
});
