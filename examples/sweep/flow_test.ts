import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

// The numbers come from a separate program, written in Python, that does the same by its own means.
const LOSSES = [
  0.09120893920937369,
  0.06196702128615531,
  0.05020543695256654,
  0.04359162692906171,
  0.039250810926678995,
  0.03613388634126773,
  0.0337601291702567,
  0.031875752411316016,
  0.030333057333370064,
  0.029039717813307966,
  0.027934773070745128,
  0.02697618993870181,
];

Deno.test("Sweep finds the best setting, trains it until it converges and tests it", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("sweep");
  assert.deepEqual(run.attempts(), {
    start: 1,
    tune: 18,
    fit: 90,
    judge: 18,
    choose: 1,
    refine: LOSSES.length,
    end: 1,
  });

  const { scores, best, losses, confusion, accuracy } = await run.artifacts();
  assert.equal(scores.length, 18);
  assert.deepEqual(scores[0], best);
  const { features, rate, penalty } = best;
  assert.deepEqual({ features, rate, penalty }, { features: "all", rate: 0.5, penalty: 0 });
  near(best.accuracy, 0.9818181818181818);
  near(best.loss, 0.09585515159747524);
  near(scores.at(-1).loss, 0.6740861035759759);

  assert.equal(losses.length, LOSSES.length);
  for (const [turn, expected] of LOSSES.entries()) near(losses[turn], expected);
  assert.deepEqual(confusion, [[30, 0, 0], [1, 6, 0], [0, 0, 31]]);
  near(accuracy, 67 / 68);
});

Deno.test("Sweep takes lists from the command line", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run(
    "sweep",
    "--rates",
    "0.5",
    "--penalties",
    "0,0.01",
    "--folds",
    "3",
  );
  assert.equal(run.attempts()["tune"], 6);
  assert.equal(run.attempts()["fit"], 18);
});

Deno.test("Sweep finds the same with one worker as with four", async () => {
  await using commandLine = new CommandLine();
  const results = [];
  for (const workers of ["1", "4"]) {
    const run = await commandLine.run("sweep", "--max-workers", workers);
    results.push(await run.artifacts());
  }
  assert.deepEqual(results[0], results[1]);
});

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);
}
