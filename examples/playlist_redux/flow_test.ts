import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

Deno.test("PlaylistRedux builds on the latest successful run of Statistics", async () => {
  await using commandLine = new CommandLine();
  const statistics = await commandLine.run("statistics");
  const run = await commandLine.run("playlist_redux");
  const { playlist, basedOn } = await run.artifacts();
  assert.equal(basedOn, statistics.pathspec);
  // Found by a separate program, written in Python, over the same data.
  assert.deepEqual(playlist, [
    "WALL-E",
    "Le Fabuleux destin d'AmÈlie Poulain",
    "How to Train Your Dragon",
    "Ratatouille",
    "Little Miss Sunshine",
    "Harry Potter and the Goblet of Fire",
  ]);
});

Deno.test("PlaylistRedux says what to run when there are no statistics", async () => {
  await using commandLine = new CommandLine();
  const file = new URL("./flow.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await commandLine.flow("run", file);
  assert.equal(code, 1);
  assert.match(stdout + stderr, /Statistics/);
});
