import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";
import { PORT, startServer } from "./server.ts";

/** Whether another program has the port that the flow's permission names. */
function isPortTaken(): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: PORT }).close();
    return false;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return true;
    throw error;
  }
}

const taken = isPortTaken();
if (taken) console.warn(`Tests of examples/programs are ignored: port ${PORT} is in use`);

Deno.test({
  name: "Programs runs programs and asks a service, each step with its own rights",
  ignore: taken,
  async fn() {
    await using _server = startServer();
    await using commandLine = new CommandLine();
    const run = await commandLine.run("programs");
    const { summary, sorted, directors } = await run.artifacts();
    // Counted by a separate program, written in Python.
    assert.deepEqual(summary, {
      titles: 36,
      first: "3:10 to Yuma",
      words: 115,
      busiest: "Sergio Leone",
    });
    assert.deepEqual(sorted.slice(0, 3), [
      "3:10 to Yuma",
      "All the Pretty Horses",
      "American Outlaws",
    ]);
    assert.equal(directors["Sergio Leone"], 4);
    assert.equal(directors["Sam Peckinpah"], 2);
  },
});

Deno.test({
  name: "Programs fails when the service does not answer, after three attempts",
  ignore: taken,
  async fn() {
    await using commandLine = new CommandLine();
    const file = new URL("./flow.ts", import.meta.url).pathname;
    const { code, stdout } = await commandLine.flow("run", file, "--json");
    assert.equal(code, 1);
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
    const tries = events.filter(({ type, step }) =>
      type === "task_started" && step === "askDirectors"
    );
    assert.equal(tries.length, 3);
    assert.equal(events.at(-1).status, "failed");
  },
});
