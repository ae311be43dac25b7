import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

// The counts come from a separate program, written in Python, over the same files.

Deno.test("Etl accounts for every row of every source", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("etl");
  const { report, films } = await run.artifacts();

  const [mgm] = report.sources.splice(4, 1);
  assert.deepEqual(report, {
    sources: [
      account("warner", "poor", 1, 318, 316, 5, { "no box office": 2 }),
      account("universal", "poor", 3, 254, 254, 2, {}),
      account("disney", "poor", 1, 232, 232, 2, {}),
      account("fox", "good", 1, 229, 228, 0, { "date in the future": 1 }),
    ],
    read: 1033,
    kept: 1030,
    rejected: { "no box office": 2, "date in the future": 1 },
  });
  assert.match(mgm.failure, /Unterminated string in JSON/);
  assert.deepEqual({ ...mgm, failure: null }, account("mgm", "missing", 1, 0, 0, 0, {}));

  assert.equal(films.length, 1030);
  assert.equal(films[0].title, "42nd Street");
  assert.equal(films[0].released, "1933-03-09");
  assert.equal(
    films.reduce((sum: number, film: { gross: number }) => sum + film.gross, 0),
    140267028092,
  );
});

Deno.test("Etl retries the source that is down and ends the broken one as caught", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("etl");
  const attempts = run.attempts();
  assert.equal(attempts["extract"], 5 + 2, "two more for universal, none for mgm");
  assert.deepEqual(
    [attempts["accept"], attempts["mend"], attempts["skip"], attempts["balance"]],
    [1, 3, 1, 5],
  );
  const { code, stdout } = await commandLine.flow("status", run.pathspec, "--json");
  assert.equal(code, 0);
  const { status, tasks } = JSON.parse(stdout);
  assert.equal(status, "succeeded");
  assert.equal(tasks.caught, 1);
});

Deno.test("Etl repairs nothing when everything is tolerated", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("etl", "--tolerated", "1");
  const { report } = await run.artifacts();
  assert.equal(run.attempts()["mend"], undefined);
  assert.equal(report.kept, 1033 - 7 - 2 - 2 - 1);
});

function account(
  source: string,
  quality: string,
  attempts: number,
  read: number,
  kept: number,
  repaired: number,
  rejected: Record<string, number>,
) {
  return { source, quality, attempts, read, kept, repaired, rejected, failure: null };
}
