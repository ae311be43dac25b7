import assert from "node:assert/strict";
import { fill } from "../../plugins/server/testing.ts";
import { StoreFixture } from "../helpers/runs.ts";
import { FLOW, flow } from "./command.ts";

/** `flow serve ARGS…` until it is ended; `use` gets the first line that it prints. */
async function serving(args: string[], use: (line: string, child: Deno.ChildProcess) => unknown) {
  const child = new Deno.Command(FLOW[0]!, {
    args: [...FLOW.slice(1), "serve", ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let text = "";
    while (!text.includes("\n")) text += (await lines.read()).value ?? "\n";
    await use(text.split("\n")[0]!, child);
    child.kill("SIGINT");
    return { code: (await child.status).code, stderr: await errors };
  } finally {
    await lines.cancel();
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await child.status;
    await errors;
  }
}

Deno.test("flow serve serves the store until it is interrupted", async () => {
  using store = new StoreFixture();
  fill(store);
  const { code, stderr } = await serving(
    ["--store", store.dir, "--port", "0", "--json"],
    async (line) => {
      const { url, token, ...rest } = JSON.parse(line);
      assert.deepEqual([rest, token], [{ store: store.dir }, null]);
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal((await (await fetch(`${url}/api/flows`)).json()).length, 2);
    },
  );
  assert.deepEqual([code, stderr], [130, ""]);
});

Deno.test("flow serve on an address that others reach makes a token, and shows it", async () => {
  using store = new StoreFixture();
  fill(store);
  const args = ["--store", store.dir, "--port", "0", "--host", "0.0.0.0", "--quiet"];
  await serving(args, async (line) => {
    const { port, searchParams } = new URL(line);
    const url = `http://127.0.0.1:${port}/api/flows`;
    const bare = await fetch(url);
    assert.deepEqual([bare.status, (await bare.json()).code], [401, "unauthorized"]);
    const asked = await fetch(url, {
      headers: { authorization: `Bearer ${searchParams.get("token")}` },
    });
    assert.equal((await asked.json()).length, 2);
  });
});

Deno.test("flow serve says what is wrong with a port", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const busy = await flow(["serve", "--port", String(taken.addr.port)]);
  assert.equal(busy.code, 1);
  assert.match(busy.stderr, /another program listens there[^]*--port/);
  const wrong = await flow(["serve", "--port", "99999"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /99999 is not a port/);
});
