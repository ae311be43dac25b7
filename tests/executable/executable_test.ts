import assert from "node:assert/strict";
import { testBadInput } from "./bad_input.ts";
import { BareMachine, CAN_BE_BARE } from "./bare_machine.ts";
import { buildOnce, Place } from "./place.ts";

const HELLO = Deno.readTextFileSync(new URL("hello.ts", import.meta.url));

const builds = await buildOnce();
if (builds !== null) {
  addEventListener("unload", () => builds[Symbol.dispose]());
  testBadInput(builds);
}
const ignore = builds === null;
const { path, built } = builds ?? { path: "", built: null };

Deno.test({
  name: "the executable runs flows where there is nothing but a shell and gzip",
  ignore: ignore || !CAN_BE_BARE,
  async fn() {
    using machine = new BareMachine(path);
    const succeed = async (...args: string[]) => {
      const { code, stdout, stderr } = await machine.flow(...args);
      assert.deepEqual([args, code], [args, 0], stderr);
      return stdout;
    };
    machine.place.write("work/hello.ts", HELLO);
    assert.match(await succeed("check", "hello.ts"), /✓ Hello: 3 steps, no mistakes/);
    await succeed("run", "hello.ts", "--name", "Ada");
    assert.equal(JSON.parse(await succeed("dump", "Hello/1", "--json")).greeting, "Hello Ada");

    const broken = await machine.flow("run", "hello.ts", "--name", "");
    assert.deepEqual([broken.code, /Nobody is there/.test(broken.stderr)], [1, true]);
    machine.place.write("work/hello.ts", HELLO.replace("Nobody is there", "").replace("throw", ""));
    await succeed("resume", "hello.ts", "--run", "Hello/2");
    assert.match(await succeed("logs", "Hello/3/end"), /Hello/);

    await succeed("store", "export", "Hello/1", "hello.flow");
    await succeed("store", "import", "hello.flow", "--store", "other");
    const there = await succeed("dump", "Hello/1", "--json", "--store", "other");
    assert.equal(JSON.parse(there).greeting, "Hello Ada");

    machine.place.write(
      "work/ask.ts",
      Deno.readTextFileSync(new URL("ask_server.ts", import.meta.url)),
    );
    const cache = "/home/.cache/flow";
    const asked = await machine.run(
      ...["sh", "-c", `DENO_DIR=${cache}/asking exec "$@"`, "sh", `${cache}/${built!.digest}/deno`],
      ...["run", "-A", "--quiet", "--no-config", "ask.ts", "/opt/flow"],
    );
    const { flows, code } = JSON.parse(asked.stdout);
    assert.match(JSON.stringify(flows), /"Hello"/);
    assert.equal(code, 130);

    // Nothing was written but the cache, the stores, and what was asked for.
    const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names(machine.place.home), [".cache"]);
    assert.deepEqual(names(`${machine.place.home}/.cache`), ["flow"]);
    assert.deepEqual(names(machine.work), [".flow", "ask.ts", "hello.flow", "hello.ts", "other"]);
    assert.deepEqual(names(machine.temp), []);
  },
});

Deno.test({
  name: "the executable says what it is made of, and is unpacked once",
  ignore,
  async fn() {
    using place = new Place();
    const { code, stdout, stderr } = await place.start([path, "--version"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, new RegExp(`^flow \\S+\ndeno \\S+\nv8 \\S+\nsha256:${built!.digest}\n$`));
    const program = `${place.cache}/${built!.digest}/deno`;
    const before = Deno.statSync(program);
    assert.equal((await place.start([path, "--version"])).stdout, stdout);
    assert.equal(Deno.statSync(program).ino, before.ino);
  },
});

Deno.test({
  name: "the executable starts by any path, from any folder, with a home of any name",
  ignore,
  async fn() {
    using place = new Place("für élise's 家");
    const flow = place.write("programme (neu)/flow ✓", built!.bytes);
    place.write("meine flows/hällo wörld.ts", HELLO);
    Deno.symlinkSync(flow, `${place.path}/link`);
    const cwd = `${place.path}/meine flows`;
    const run = ["run", "hällo wörld.ts", "--name", "日本"];
    const { code, stderr } = await place.start([flow, ...run], { cwd });
    assert.equal(code, 0, stderr);
    const dumped = await place.start(["sh", "../link", "dump", "Hello/1", "--json"], { cwd });
    assert.equal(JSON.parse(dumped.stdout).greeting, "Hello 日本");
    assert.ok(place.unpacked().includes(built!.digest));

    const env = { FLOW_CACHE: "own cache" };
    assert.equal((await place.start(["sh", "link", "--version"], { env })).code, 0);
    assert.ok(place.unpacked(`${place.path}/own cache`).includes(built!.digest));
  },
});

Deno.test({
  name: "executables that start at the same time unpack one whole Flow",
  ignore,
  async fn() {
    using place = new Place();
    place.write("hello.ts", HELLO);
    const all = Array.from(
      { length: 4 },
      (_, i) => place.start([path, "run", "hello.ts", "--store", `store-${i}`, "--json"]),
    );
    for (const { code, stderr } of await Promise.all(all)) {
      assert.deepEqual([code, stderr], [0, ""]);
    }
    assert.deepEqual(place.unpacked().filter((name) => /^unpack-/.test(name)), []);
  },
});

Deno.test({
  name: "the same source gives the same executable; two versions stand side by side",
  ignore,
  async fn() {
    assert.ok((await builds!.again()).bytes.every((byte, at) => byte === built!.bytes[at]));

    using place = new Place();
    const more = new Map([["lib/other.txt", new TextEncoder().encode("another version")]]);
    const other = await builds!.again(more);
    const otherPath = place.write("other", other.bytes);
    assert.equal((await place.start([path, "--version"])).code, 0);
    const list = () =>
      [...Deno.readDirSync(`${place.cache}/${built!.digest}/lib`)].map(({ name }) => {
        const { ino, mtime } = Deno.statSync(`${place.cache}/${built!.digest}/lib/${name}`);
        return [name, ino, mtime];
      });
    const before = list();
    const cut = place.write("cut", other.bytes.subarray(0, 1_000_000));
    assert.equal((await place.start([cut, "--version"])).code, 1);
    const { stdout } = await place.start([otherPath, "--version"]);
    assert.match(stdout, new RegExp(`sha256:${other.digest}`));
    assert.deepEqual(list(), before);
    assert.match((await place.start([path, "--version"])).stdout, new RegExp(built!.digest));
    assert.notEqual(other.digest, built!.digest);
  },
});
