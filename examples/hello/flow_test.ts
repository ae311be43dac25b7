import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

Deno.test("Hello runs its three steps in order and keeps the greeting", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("hello");
  const started = run.events.filter(({ type }) => type === "task_started");
  assert.deepEqual(started.map(({ step }) => step), ["start", "hello", "end"]);
  assert.deepEqual(await run.artifacts(), { greeting: "Flow says: hi!" });
  assert.equal(await run.printed("end"), "Flow says: hi!\n");
});
