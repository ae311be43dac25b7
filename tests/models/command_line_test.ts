import assert from "node:assert/strict";
import fc from "fast-check";
import { COMMANDS } from "../../cli/framework/table.ts";
import { flow } from "../cli/command.ts";
import { holds } from "../helpers/property.ts";
import { commandLines } from "./command_lines.ts";
import { type Answer, Playground } from "./playground.ts";

/** Whether a command line asks for JSON, and for something that there is as JSON. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  return before.includes("--json") &&
    !before.some((arg) => /^(-\w*h\w*|--help|--no-json|--json=.*|help|--version|-V)$/.test(arg)) &&
    // What goes into a file is not printed.
    !(before.includes("dump") && before.some((arg) => arg.startsWith("--out"))) &&
    // Scripts for shells are no JSON; and what is missing is told to people alone.
    !["completions", "__complete"].some((name) => before.includes(name)) &&
    COMMANDS.some(({ name }) => before.join(" ").includes(name));
}

/** It is one document of JSON, or as many as there are lines. */
function assertJson(stdout: string): void {
  assert.match(stdout, /\n$/);
  try {
    JSON.parse(stdout);
  } catch {
    for (const line of stdout.split("\n").slice(0, -1)) JSON.parse(line);
  }
}

export function assertBehaves(args: readonly string[], { code, stdout, stderr }: Answer): void {
  assert.ok([0, 1, 2].includes(code), `exit code ${code}`);
  for (const text of [stdout, stderr]) {
    assert.doesNotMatch(text, /defect/);
    assert.doesNotMatch(text, /^\s+at .*(file|ext|node):/m);
  }
  if (asksForJson(args)) assertJson(stdout);
  else if (code === 2 && !args.includes("--json")) {
    assert.notEqual(stderr, "", "wrong use is explained");
  }
}

/** Commands after which the store or the folder may be another. */
export const CHANGES = ["run", "resume", "step", "tag", "store", "init"];

Deno.test("no command line makes flow break", async () => {
  await using playground = await Playground.open();
  await holds(
    fc.asyncProperty(await commandLines(), async (args) => {
      try {
        assertBehaves(args, await playground.run(args));
      } finally {
        if (CHANGES.some((name) => args.includes(name))) playground.reset();
      }
    }),
    { runs: 250 },
  );
});

Deno.test("no command line makes a process of flow break", async () => {
  await using playground = await Playground.open();
  await holds(
    fc.asyncProperty(await commandLines(), async (args) => {
      try {
        assertBehaves(args, await flow(args, { cwd: playground.path }));
      } finally {
        playground.reset();
      }
    }),
    { runs: 15 },
  );
});
