import assert from "node:assert/strict";
import { requireNamespaces } from "../../core/runtime/pool/namespace.ts";
import { exists } from "../../store/path.ts";
import { Lab } from "../acceptance/harness.ts";
import { notHeld } from "./denials.ts";
import { ALL_GROUPS, PROBES, ProbeSite } from "./site.ts";

/** Why there is no strict sandbox here, or null. */
const missing: string | null = await requireNamespaces().then(() => null, ({ message }) => message);

function strictTest(name: string, fn: () => Promise<void>) {
  Deno.test({
    name: missing === null ? name : `${name} (skipped. ${missing})`,
    ignore: missing !== null,
    fn,
  });
}

const NARROW = Deno.readTextFileSync(new URL("flows/narrow.ts", import.meta.url));

/** A project in which links lead out, with a flow that follows them. */
function project(lab: Lab): { file: string; args: string[] } {
  lab.write("outside/secret.txt", "TOPSECRET");
  lab.write(".flow/code/other/secret.txt", "code");
  lab.write("project/data/file.txt", "file");
  lab.write("project/out/kept.txt", "kept");
  Deno.symlinkSync(`${lab.path}/outside/secret.txt`, `${lab.path}/project/data/link.txt`);
  Deno.symlinkSync(`${lab.path}/outside`, `${lab.path}/project/data/linked`);
  const file = lab.write("project/flow.ts", NARROW);
  return { file, args: ["--outside", `${lab.path}/outside`, "--process", `${Deno.pid}`] };
}

// What the default level does not hold. When one of these changes, so must docs/isolation.md.
Deno.test({
  name: "the standard sandbox follows links that are there, and holds no program",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using lab = new Lab();
    const { file, args } = project(lab);
    const { run } = await lab.run(file, args, { env: { NARROW_PROBE: "TOPSECRET" } });
    const { links, programs, asked, store } = await lab.dump(run);
    assert.deepEqual(links, {
      file: "file",
      "a link that leads out": "TOPSECRET",
      "a linked folder": "TOPSECRET",
    });
    assert.deepEqual(programs, {
      "a file outside": "TOPSECRET",
      "the environment": "false",
      "network interfaces": programs["network interfaces"],
      "the code of another run": "code",
      "another process": Deno.readTextFileSync("/proc/self/comm"),
    });
    assert.deepEqual(asked, {
      read: "file",
      "a program that reads what was asked for": "file",
      "writing the rest": "NotCapable",
    });
    assert.deepEqual(store, { reading: "true", "writing by a link": "done" });
    assert.equal(Deno.readTextFileSync(`${lab.path}/project/out/new.txt`), "new");
  },
});

strictTest("the strict sandbox shows a step and its programs only what it asks for", async () => {
  await using lab = new Lab();
  const { file, args } = project(lab);
  const { run } = await lab.run(file, [...args, "--sandbox", "strict"]);
  const { links, programs, asked, store } = await lab.dump(run);
  assert.deepEqual(links, {
    file: "file",
    "a link that leads out": "NotFound",
    "a linked folder": "NotFound",
  });
  assert.deepEqual(programs, {
    "a file outside": "",
    "the environment": "false",
    "network interfaces": "1",
    // The executor itself needs it, and a program is no less than the executor.
    "the code of another run": "code",
    "another process": "",
  });
  assert.deepEqual(asked, {
    read: "file",
    "a program that reads what was asked for": "file",
    "writing the rest": "NotCapable",
  });
  assert.deepEqual(store, { reading: "NotFound", "writing by a link": "NotFound" });
  // What it may write is the real thing, also where it was not there before.
  assert.equal(Deno.readTextFileSync(`${lab.path}/project/out/new.txt`), "new");
  assert.equal(Deno.readTextFileSync(`${lab.path}/project/out/folder/deep/file.txt`), "deep");
  assert.ok(!exists(`${lab.path}/project/out/other.txt`));
});

strictTest("the strict sandbox holds what the standard one holds", async () => {
  await using lab = new Lab();
  await using site = new ProbeSite(lab);
  const results = await site.probe(PROBES, ALL_GROUPS, ["--sandbox", "strict"]);
  assert.deepEqual(notHeld(results), {});
  assert.deepEqual(site.heard, []);
});

strictTest("@permissions({ strict: true }) is for one step", async () => {
  await using lab = new Lab();
  lab.write("outside/secret.txt", "TOPSECRET");
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, permissions, step } from "flow";
    const cat = () => new TextDecoder().decode(
      new Deno.Command("cat", { args: ["${lab.path}/outside/secret.txt"] }).outputSync().stdout);
    export default class One extends FlowSpec {
      strict!: string;
      standard!: string;
      @permissions({ strict: true, run: ["cat"] })
      @step
      start() {
        this.strict = cat();
        this.next(this.end);
      }
      @permissions({ run: ["cat"] })
      @step
      end() {
        this.standard = cat();
      }
    }`,
  );
  const { run } = await lab.run(file);
  assert.deepEqual(await lab.dump(run), { strict: "", standard: "TOPSECRET" });
});

strictTest("in the strict sandbox artifacts, logs and memory are as everywhere", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { catchError, type CaughtError, current, FlowSpec, resources, step } from "flow";
    export default class Same extends FlowSpec {
      large!: string;
      failure?: CaughtError;
      same!: boolean;
      @step
      start() {
        this.large = "0123456789".repeat(100_000);
        console.log("printed in", current.step);
        this.next(this.greedy);
      }
      @catchError({ print: false })
      @resources({ memory: 300 })
      @step
      greedy() {
        const held: Uint8Array[] = [];
        for (;;) held.push(new Uint8Array(1 << 20).fill(1));
        this.next(this.end);
      }
      @step
      end() {
        Deno.writeTextFileSync(current.tempDir + "/x", this.large);
        this.same = this.large === Deno.readTextFileSync(current.tempDir + "/x");
      }
    }`,
  );
  const { run } = await lab.run(file, ["--sandbox", "strict"]);
  const { same, failure } = await lab.dump(run);
  assert.equal(same, true);
  assert.equal(failure.type, "memory");
  assert.match(await lab.logs(`${run}/start`), /printed in start/);
});

Deno.test("--sandbox strict is refused where there is none, and nothing runs", async () => {
  await using lab = new Lab();
  const flow = (rights: string) =>
    `import { FlowSpec, permissions, step } from "flow";
    export default class Plain extends FlowSpec {
      ${rights}
      @step
      start() {}
    }`;
  const plain = lab.write("plain.ts", flow("").replace("permissions, ", ""));
  const strict = lab.write("strict.ts", flow("@permissions({ strict: true })"));
  Deno.mkdirSync(`${lab.path}/empty`);
  for (const args of [["run", plain, "--sandbox", "strict"], ["run", strict]]) {
    const { code, stderr } = await lab.flow(args, { env: { PATH: `${lab.path}/empty` } });
    assert.equal(code, 2, stderr);
    assert.match(
      stderr,
      /There is no strict sandbox here: (bwrap is not installed|it needs Linux)/,
    );
    assert.match(stderr, /Install bubblewrap|on a Linux machine/);
  }
  assert.ok(!exists(`${lab.store}/flow.db`) || (await lab.json(["runs"])).length === 0);
});
