import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

Deno.test("Reception shows how films were received, on cards of its steps", async () => {
  await using commandLine = new CommandLine();
  const run = await commandLine.run("cards");
  assert.deepEqual(run.attempts(), { start: 1, summarise: 11, gather: 1, end: 1 });
  const { decades } = await run.artifacts();
  assert.deepEqual(decades[4], {
    decade: 1950,
    films: 20,
    rating: 7.765000000000001,
    best: "12 Angry Men",
    bestRating: 8.9,
  });
  const card = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await commandLine.flow("card", "get", ...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const start = await card("Reception/1/start/1");
  assert.match(start, /3,200 of 3,200 \(100 %\)[^]*Films kept<\/span><b>2,218/);
  assert.match(await card("Reception/1/summarise/6"), /Reception\/1\/summarise\/6[^]*12 Angry Men/);
  const overview = await card("Reception/1/end", "--id", "overview");
  assert.match(overview, /<b>6\.46<\/b>[^]*data:image\/svg\+xml[^]*Casablanca/);
  const poster = await card("Reception/1/end", "--id", "poster");
  assert.match(poster, /srcdoc="[^"]*A century of films[^"]*12 Angry Men/);
});
