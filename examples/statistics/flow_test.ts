import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

/** Count and quartiles by genre, from Python's `statistics.quantiles(…, method="inclusive")`. */
const EXPECTED: Record<string, [number, number, number, number]> = {
  "Action": [399, 25479624.5, 79817937, 192350000],
  "Adventure": [258, 47385556.75, 135910614, 354758951.75],
  "Black Comedy": [35, 4431179.5, 14943582, 28233899],
  "Comedy": [653, 10571408, 34743644, 96221971],
  "Concert/Performance": [5, 19184820, 22664070, 38236338],
  "Documentary": [39, 343695.5, 3177636, 12593999],
  "Drama": [761, 3918941, 19417182, 61902376],
  "Horror": [206, 14264404, 33303393, 74442708.25],
  "Musical": [34, 6927225.25, 36673692.5, 124851057.5],
  "Romantic Comedy": [134, 12347060.5, 38505778, 126820034.5],
  "Thriller/Suspense": [234, 12228211.75, 41798886, 94507972.75],
  "Western": [25, 13264986, 23911362, 44726644],
};

Deno.test("Statistics finds the quartiles of every genre", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("statistics");
  assert.deepEqual(run.attempts(), { start: 1, summarise: 12, gather: 1, end: 1 });
  const { genres } = await run.artifacts();
  assert.deepEqual(
    genres,
    Object.fromEntries(
      Object.entries(EXPECTED).map(([genre, [count, lower, median, upper]]) => [
        genre,
        { count, lower, median, upper },
      ]),
    ),
  );
  const printed = await run.printed("end");
  assert.match(printed, /^Adventure +258 +47\.4 +135\.9 +354\.8$/m);
  assert.match(printed, /Documentary .*\n$/, "the least earning genre comes last");
});

Deno.test("Statistics leaves out films from before --since", async () => {
  await using commandLine = new CommandLine();
  const { genres } = await (await commandLine.run("statistics", "--since", "2000")).artifacts();
  assert.equal(Object.keys(genres).length, 12);
  assert.deepEqual(genres["Western"], {
    count: 14,
    lower: 11188484.25,
    median: 21015814.5,
    upper: 60783647.5,
  });
});
