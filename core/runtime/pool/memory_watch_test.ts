import assert from "node:assert/strict";
import { MemoryWatch } from "./memory_watch.ts";

const isLinux = Deno.build.os === "linux";

/** A process that holds so many megabytes (and starts another that does) until its stdin closes. */
async function hungry(megabytes: number, children = 0) {
  const program = `
    const held = new Uint8Array(${megabytes} << 20).fill(1);
    if (${children} > 0) {
      new Deno.Command(Deno.execPath(), {
        args: ["eval", "const held = new Uint8Array(${children} << 20).fill(1);" +
          "console.log('full'); for await (const _ of Deno.stdin.readable); held[0];"],
        stdin: "inherit", stdout: "inherit", stderr: "null",
      }).spawn();
    } else console.log("full");
    for await (const _ of Deno.stdin.readable);
    held[0];`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return {
    pid: child.pid,
    async end() {
      await child.stdin.close();
      await child.stdout.cancel();
      await child.status;
    },
  };
}

Deno.test({
  name: "MemoryWatch tells when a process holds more than its limit, ArrayBuffers included",
  ignore: Deno.build.os === "windows",
  async fn() {
    const process = await hungry(200);
    const watch = new MemoryWatch();
    const told = Promise.withResolvers<number>();
    const small = { pid: process.pid, withOthers: false, limit: 150, exceeded: told.resolve };
    const large = {
      pid: process.pid,
      withOthers: false,
      limit: 5000,
      exceeded: () => told.reject(new Error("within its limit")),
    };
    watch.add(large);
    watch.add(small);
    const megabytes = await told.promise;
    assert.ok(megabytes > 200 && megabytes < 1000, String(megabytes));
    watch.remove(small);
    watch.remove(large);
    await process.end();
  },
});

Deno.test({
  name: "MemoryWatch counts what a process has started where it is asked to",
  ignore: !isLinux,
  async fn() {
    const process = await hungry(1, 200);
    const watch = new MemoryWatch();
    const told = Promise.withResolvers<number>();
    const alone = {
      pid: process.pid,
      withOthers: false,
      limit: 180,
      exceeded: () => told.reject(new Error("its own memory is little")),
    };
    const together = { pid: process.pid, withOthers: true, limit: 180, exceeded: told.resolve };
    watch.add(alone);
    watch.add(together);
    assert.ok(await told.promise > 200);
    watch.remove(alone);
    watch.remove(together);
    await process.end();
  },
});

Deno.test("MemoryWatch bears processes that are gone, and goes on with the others", async () => {
  const [dead, live] = [await hungry(1), await hungry(1)];
  await dead.end();
  const watch = new MemoryWatch();
  const told = Promise.withResolvers<number>();
  const watched = [
    { pid: dead.pid, withOthers: true, limit: 0, exceeded: () => told.reject(new Error("dead")) },
    { pid: live.pid, withOthers: true, limit: 1, exceeded: told.resolve },
  ];
  for (const one of watched) watch.add(one);
  assert.ok(await told.promise > 1);
  for (const one of watched) watch.remove(one);
  await live.end();
});
