import assert from "node:assert/strict";
import { CommandLine } from "../lib/command_line.ts";

const MAIN = new URL("./main.ts", import.meta.url).pathname;

Deno.test("worldview lists flows with their runs and tags", async () => {
  await using commandLine = new CommandLine();
  await commandLine.run("hello");
  const hello = await commandLine.run("hello", "--tag", "demo");
  const statistics = await commandLine.run("statistics");
  const { code, stdout, stderr } = await commandLine.deno(MAIN);
  assert.equal(code, 0, stderr);
  const line = (name: string) => stdout.split("\n").find((text) => text.startsWith(`${name} `));
  assert.match(
    line("Hello")!,
    new RegExp(`^Hello +2 +${hello.pathspec} +succeeded +${hello.pathspec} +demo$`),
  );
  assert.match(
    line("Statistics")!,
    new RegExp(`^Statistics +1 +${statistics.pathspec} +succeeded`),
  );
});

Deno.test("worldview says what is amiss where there is no store", async () => {
  await using commandLine = new CommandLine();
  const { code, stderr } = await commandLine.deno(MAIN);
  assert.equal(code, 1);
  assert.match(stderr, /^There is no store at .*\n.*flow run/);
});
