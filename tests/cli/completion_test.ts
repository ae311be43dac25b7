import assert from "node:assert/strict";
import { StoreFixture } from "../helpers/runs.ts";
import { FLOW, flow, Folder } from "./command.ts";

const flows = new URL("flows/", import.meta.url).pathname;

function fixture(): StoreFixture {
  const store = new StoreFixture();
  store.run({ flow: "Films", tags: ["nightly"] }).foreach(["a", "b"], () => ({ mean: 1 }));
  store.run({ flow: "Films", status: "failed" });
  store.run({ flow: "Genres" });
  return store;
}

Deno.test("__complete offers what the store holds", async () => {
  using store = fixture();
  const offered = async (...words: string[]) => {
    const { stdout } = await flow(["__complete", "--", ...words], {
      env: { FLOW_STORE: store.dir },
    });
    return stdout.split("\n").filter((line) => line !== "").map((line) => line.split("\t")[0]);
  };
  assert.deepEqual(await offered("runs", "F"), ["Films"]);
  assert.deepEqual(await offered("status", ""), ["Films/", "Genres/"]);
  assert.deepEqual(await offered("status", "Films/"), ["Films/2/", "Films/1/"]);
  assert.deepEqual(await offered("diff", "Films/"), ["Films/2", "Films/1"]);
  assert.deepEqual(await offered("dump", "Films/1/s"), ["Films/1/start/", "Films/1/score/"]);
  assert.deepEqual(await offered("dump", "Films/1/score/"), [
    "Films/1/score/2/",
    "Films/1/score/3/",
  ]);
  assert.deepEqual(await offered("dump", "Films/1/score/2/m"), ["Films/1/score/2/mean"]);
  assert.deepEqual(await offered("runs", "--tag", ""), ["nightly"]);
  assert.deepEqual(await offered("tag", "remove", "Films/1", ""), ["nightly"]);
  assert.deepEqual(await offered("runs", "--store", "/nowhere", ""), []);
});

Deno.test("__complete offers files, the parameters of a flow and its steps", async () => {
  using folder = new Folder();
  folder.write("flow.ts", "");
  folder.write("flow_test.ts", "");
  folder.write("data.csv", "");
  folder.write("deep/other.ts", "");
  const offered = async (...words: string[]) => {
    const { stdout } = await flow(["__complete", "--", ...words], { cwd: folder.path });
    return stdout.split("\n").filter((line) => line !== "").map((line) => line.split("\t")[0]);
  };
  assert.deepEqual(await offered("run", ""), ["deep/", "flow.ts"]);
  assert.deepEqual(await offered("run", "deep/"), ["deep/other.ts"]);
  assert.deepEqual(await offered("run", "--run-id-file", "d"), ["data.csv", "deep/"]);
  const tally = `${flows}tally.ts`;
  assert.deepEqual(await offered("run", tally, "--min"), ["--min-letters"]);
  assert.deepEqual(await offered("run", tally, "--isolation", "f"), ["fresh"]);
  assert.deepEqual(await offered("resume", tally, "a"), ["add"]);
});

Deno.test("the bash script completes by asking flow", async () => {
  using store = fixture();
  using folder = new Folder();
  const bin = folder.write("flow", `#!/bin/sh\nexec ${FLOW.join(" ")} "$@"\n`);
  Deno.chmodSync(bin, 0o755);
  const script = (await flow(["completions", "bash"])).stdout;
  const reply = async (...words: string[]) => {
    const list = words.map((word) => `"${word}"`).join(" ");
    const ask = `COMP_WORDS=(flow ${list}); COMP_CWORD=${words.length}; _flow 2>/dev/null; ` +
      'printf "%s\\n" "${COMPREPLY[@]}"';
    const output = await new Deno.Command("bash", {
      args: ["-c", `${script}\n${ask}`],
      env: { PATH: `${folder.path}:${Deno.env.get("PATH")}`, FLOW_STORE: store.dir },
    }).output();
    return new TextDecoder().decode(output.stdout).trim().split("\n");
  };
  assert.deepEqual(await reply("res"), ["resume"]);
  assert.deepEqual(await reply("status", "Films/"), ["Films/2/", "Films/1/"]);
  assert.deepEqual(await reply("store", "ver"), ["verify"]);
});
