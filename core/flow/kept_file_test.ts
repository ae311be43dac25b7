import assert from "node:assert/strict";
import { keepFile, KeptFile, setFileAccess } from "./kept_file.ts";

async function withFile(use: (path: string) => Promise<void>) {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/model.bin`, "weights");
    await use(`${dir}/model.bin`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function contents(file: KeptFile) {
  const streamed = await new Response(file.stream()).text();
  return [file.size, file.text(), new TextDecoder().decode(file.bytes()), streamed];
}

Deno.test("keepFile() keeps a file that is there", () =>
  withFile(async (path) => {
    const file = keepFile(path);
    assert.deepEqual(file.source, { path });
    assert.deepEqual([file.digest, file.path()], [null, path]);
    assert.deepEqual(await contents(file), [7, "weights", "weights", "weights"]);
    assert.throws(() => keepFile(`${path}.none`), { message: /there is no such file/ });
    assert.throws(() => keepFile(path.replace(/\/[^/]*$/, "")), { message: /no such file/ });
  }));

Deno.test("KeptFile is brought from the store once, when it is read", () =>
  withFile(async (path) => {
    const digest = "sha256:00";
    const asked: string[] = [];
    const file = new KeptFile({ digest, size: 7 });
    assert.deepEqual([file.digest, file.size], [digest, 7]);
    assert.throws(() => file.text(), { message: /outside of a running task/ });
    setFileAccess({
      materialise(digest) {
        asked.push(digest);
        return path;
      },
      adopt: (other) => `${other}.copy`,
    });
    assert.deepEqual(keepFile(path).source, { path: `${path}.copy` });
    assert.deepEqual(await contents(file), [7, "weights", "weights", "weights"]);
    assert.deepEqual(asked, [digest]);
    setFileAccess(null);
  }));
