import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

// The titles were found by a separate program, written in Python, over the same data.

Deno.test("Playlist suggests the best comedies and a bonus", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("playlist");
  const { playlist } = await run.artifacts();
  assert.deepEqual(playlist, [
    "Eternal Sunshine of the Spotless Mind",
    "WALL-E",
    "Le Fabuleux destin d'AmÈlie Poulain",
    "Modern Times",
    "The Big Lebowski",
    "No Country for Old Men",
  ]);
  assert.match(await run.printed("end"), /^Best films of genre Comedy.*\n- Eternal Sunshine/);
});

Deno.test("Playlist takes its parameters from the command line", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run(
    "playlist",
    "--genre",
    "Western",
    "--count",
    "3",
    "--seed",
    "4",
  );
  const { playlist } = await run.artifacts();
  assert.deepEqual(playlist, [
    "C'era una volta il West",
    "Butch Cassidy and the Sundance Kid",
    "Per qualche dollaro in pi˘",
    "Alien",
  ]);
});

Deno.test("Playlist fails with the known genres when there is no such genre", async () => {
  await using commandLine = new CommandLine();
  const file = new URL("./flow.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await commandLine.flow("run", file, "--genre", "Noir");
  assert.equal(code, 1);
  assert.match(stdout + stderr, /No films of genre "Noir"; try .*Western/);
});
