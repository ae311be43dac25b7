import assert from "node:assert/strict";
import { Reaper } from "./reaper.ts";

const isUnix = Deno.build.os !== "windows";

/** A process group that runs on by itself: a shell and a program that it started. */
function startGroup() {
  return new Deno.Command("/bin/sh", {
    args: ["-c", "sleep 300 & echo $!; wait"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
    detached: true,
  }).spawn();
}

/** The process id that the shell of a group tells. */
async function firstLine(stream: ReadableStream<Uint8Array>): Promise<number> {
  const reader = stream.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return Number(new TextDecoder().decode(value));
}

function isAlive(pid: number): boolean {
  try {
    // A process that has ended and waits for its parent to notice is dead, too.
    return !/^\d+ \(.*\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

/** A process that is killed closes its streams a moment before it is gone. */
async function untilDead(pid: number) {
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    assert.ok(Date.now() < deadline, `process ${pid} lives on`);
    await new Promise((looked) => setTimeout(looked, 5));
  }
}

/** Reads until the other end is closed by the death of all who hold it. */
async function drained(stream: ReadableStream<Uint8Array>) {
  for await (const _ of stream);
}

Deno.test({
  name: "Reaper.close() ends the groups that are watched and spares those released",
  ignore: !isUnix,
  async fn() {
    const watched = startGroup();
    const released = startGroup();
    const program = await firstLine(released.stdout);
    await firstLine(watched.stdout);
    const reaper = new Reaper();
    await reaper.watch(watched.pid);
    await reaper.watch(released.pid);
    reaper.release(released.pid);
    reaper.release(released.pid);
    await reaper.close();
    const { signal } = await watched.status;
    assert.equal(signal, "SIGKILL");
    // The program that the shell started held the stream as well.
    await drained(watched.stdout);
    assert.ok(isAlive(program));
    Deno.kill(-released.pid, "SIGKILL");
    await released.status;
    await drained(released.stdout);
  },
});

Deno.test({
  name: "Reaper.watch() ends the groups when its own process is killed",
  ignore: !isUnix,
  async fn() {
    const group = startGroup();
    const program = await firstLine(group.stdout);
    const module = new URL("./reaper.ts", import.meta.url).href;
    const owner = new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `import { Reaper } from ${JSON.stringify(module)};
         await new Reaper().watch(${group.pid});
         console.log("watching");
         setInterval(() => {}, 1000);`,
      ],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = owner.stdout.getReader();
    await reader.read();
    reader.releaseLock();
    owner.kill("SIGKILL");
    await owner.status;
    await owner.stdout.cancel();
    const { signal } = await group.status;
    assert.equal(signal, "SIGKILL");
    await drained(group.stdout);
    await untilDead(program);
  },
});

Deno.test("Reaper.close() has nothing to do where nothing was watched", async () => {
  await new Reaper().close();
});
