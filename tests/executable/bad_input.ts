import assert from "node:assert/strict";
import { eventually } from "../acceptance/harness.ts";
import { type Builds, CAN_MOUNT, Place, type StartOptions } from "./place.ts";

/** A shell's script that runs a command with a file system of its own, and lists what it left there. */
function onDisk(options: string): string {
  return `mount -t tmpfs -o ${options} tmpfs "$DISK" || exit 9
    "$@"; code=$?
    ls -A "$DISK/cache" 2>/dev/null | grep -v ^deno-; exit $code`;
}

/** Asks for the version, which has to be refused in these words; nothing may be left behind. */
async function refused(
  place: Place,
  file: string,
  message: RegExp,
  options: StartOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await place.start([file, "--version"], options);
  assert.deepEqual([code, stdout], [1, ""], stderr);
  assert.match(stderr, message);
  // What is wrong and what to do: no stack, and nothing that the shell says of its script.
  assert.match(stderr, /^error: .*\n {2}/);
  assert.doesNotMatch(stderr, /^\s+at |\d: /m);
  assert.deepEqual(place.unpacked().filter((name) => !name.startsWith("deno-")), []);
  return stderr;
}

/** The tests of what is wrong with the file, or with where it is to be unpacked. */
export function testBadInput({ path, built, deno }: Builds): void {
  const { bytes, digest } = built;

  Deno.test("an executable that is not whole, or was changed, says so and leaves nothing", async () => {
    using place = new Place();
    const text = new TextDecoder().decode(bytes.subarray(0, 50_000));
    const [, filesAt] = /"\$0" (\d+) \d+ "\$temp"/.exec(text)!;
    const changed = (at: number) => {
      const copy = bytes.slice();
      copy[at]! ^= 1;
      return copy;
    };
    const cases: [name: string, bytes: Uint8Array, message: RegExp][] = [
      ["cut", bytes.subarray(0, -1), /is damaged: ".*cut" has \d+ bytes, and should have \d+\n/],
      ["longer", new Uint8Array([...bytes, 0]), /is damaged: ".*longer" has \d+ bytes/],
      ["deno", changed(bytes.length - 1_000_000), /is damaged: ".*deno" cannot be unpacked/],
      ["end", changed(bytes.length - 1), /is damaged: ".*end" cannot be unpacked/],
      ["files", changed(Number(filesAt) + 10_000), /is damaged: ".*files" /],
      [
        "digest",
        changed(text.indexOf(digest) + digest.search(/\d/)),
        /is damaged: ".*digest" holds other files/,
      ],
    ];
    for (const [name, content, message] of cases) {
      assert.match(await refused(place, place.write(name, content), message), /Get it again/);
      Deno.removeSync(`${place.path}/${name}`);
    }
    assert.equal((await place.start([path, "--version"])).code, 0);
  });

  Deno.test("without a home the executable asks for a folder, and takes it", async () => {
    using place = new Place();
    const nowhere = { HOME: "", XDG_CACHE_HOME: "relative" };
    const said = await refused(place, path, /no folder to unpack Flow into/, { env: nowhere });
    assert.match(said, /FLOW_CACHE=/);
    for (const name of ["FLOW_CACHE", "XDG_CACHE_HOME"]) {
      const env = { HOME: "", [name]: `${place.path}/${name}` };
      assert.equal((await place.start([path, "--version"], { env })).code, 0);
    }
    assert.ok(place.unpacked(`${place.path}/FLOW_CACHE`).includes(digest));
    assert.ok(place.unpacked(`${place.path}/XDG_CACHE_HOME/flow`).includes(digest));
    const file = { env: { FLOW_CACHE: place.write("file", "") } };
    assert.match(
      await refused(place, path, /Cannot unpack Flow into ".*file"/, file),
      /FLOW_CACHE/,
    );
  });

  Deno.test("what is missing in the cache is unpacked again; what is there stays", async () => {
    using place = new Place();
    const version = async () => (await place.start([path, "--version"])).stdout;
    const first = await version();
    const flow = `${place.cache}/${digest}`;
    const { ino } = Deno.statSync(`${flow}/deno`);
    for (const gone of ["lib/mod.js", "manifest"]) Deno.removeSync(`${flow}/${gone}`);
    assert.equal(await version(), first);
    Deno.statSync(`${flow}/lib/mod.js`);
    assert.equal(Deno.statSync(`${flow}/deno`).ino, ino);
    Deno.removeSync(`${flow}/deno`);
    assert.equal(await version(), first);
    Deno.removeSync(flow, { recursive: true });
    Deno.mkdirSync(flow);
    assert.equal(await version(), first);
  });

  Deno.test("an unpacking that was killed disturbs no other, and is removed at last", async () => {
    using place = new Place();
    const child = place.spawn([path, "--version"]);
    const begun = () => place.unpacked().find((name) => name.startsWith("unpack-"));
    await eventually("it unpacks", () => begun() !== undefined);
    child.kill("SIGKILL");
    await child.output();
    const left = `${place.cache}/${begun() ?? "unpack-1-0"}`;
    Deno.mkdirSync(left, { recursive: true });
    assert.equal((await place.start([path, "--version"])).code, 0);
    // It may be another one's that is still at work, until it is old.
    Deno.statSync(left);
    Deno.removeSync(`${place.cache}/${digest}`, { recursive: true });
    Deno.utimeSync(left, 0, 0);
    assert.equal((await place.start([path, "--version"])).code, 0);
    assert.equal(begun(), undefined);
  });

  const ignore = !CAN_MOUNT;
  Deno.test({
    name: "a full disk is told of, with the room that it takes",
    ignore,
    async fn() {
      using place = new Place();
      const disk = place.write("disk/x", "").slice(0, -2);
      const env = { DISK: disk, FLOW_CACHE: `${disk}/cache` };
      // Room for a part of Deno, and for Deno alone.
      for (const size of ["20m", `${Math.ceil(deno / 1024) + 400}k`]) {
        const within = onDisk(`size=${size}`);
        const message = /^error: Cannot unpack Flow into ".*cache": .*No space left on device/;
        assert.match(await refused(place, path, message, { env, within }), /It takes \d+ MB there/);
      }
      const within = onDisk("size=200m");
      const { code, stdout } = await place.start([path, "--version"], { env, within });
      assert.deepEqual([code, stdout.includes(digest)], [0, true]);
    },
  });

  Deno.test({
    name: "a home that cannot be written to is told of; what was unpacked there runs",
    ignore,
    async fn() {
      using place = new Place();
      const env = { DISK: place.home };
      await refused(place, path, /Cannot unpack Flow into ".*": .*Read-only file system/, {
        env,
        within: onDisk("ro"),
      });
      const within = 'mount -t tmpfs -o size=200m tmpfs "$DISK" && "$@" --version >/dev/null && ' +
        'mount -o remount,ro "$DISK" && "$@" --version';
      const { code, stdout, stderr } = await place.start([path], { env, within });
      assert.deepEqual([code, stdout.includes(digest)], [0, true], stderr);
    },
  });

  Deno.test({
    name: "a folder in which no program may run is told of",
    ignore,
    async fn() {
      using place = new Place();
      const disk = place.write("disk/x", "").slice(0, -2);
      const env = { DISK: disk, FLOW_CACHE: `${disk}/cache` };
      const within = onDisk("noexec,size=200m");
      const message = /This machine cannot run the Deno for .*\n {2}Permission denied\n/;
      assert.match(await refused(place, path, message, { env, within }), /FLOW_CACHE/);
    },
  });
}
