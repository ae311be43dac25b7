import assert from "node:assert/strict";
import { CommandLine } from "./lib/command_line.ts";

const HERE = new URL(".", import.meta.url).pathname;

/** The folders that hold a flow. */
function exampleNames(): string[] {
  return [...Deno.readDirSync(HERE)]
    .filter(({ name, isDirectory }) => isDirectory && hasFlow(name))
    .map(({ name }) => name).sort();
}

function hasFlow(folder: string): boolean {
  return [...Deno.readDirSync(`${HERE}/${folder}`)].some(({ name }) => name === "flow.ts");
}

/** Copies the examples to a folder of their own, as a user would. */
function copyExamples(to: string): void {
  const copy = (from: string, to: string) => {
    Deno.mkdirSync(to);
    for (const { name, isDirectory } of Deno.readDirSync(from)) {
      if (isDirectory) copy(`${from}/${name}`, `${to}/${name}`);
      else if (!name.endsWith("_test.ts")) Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
    }
  };
  copy(HERE, to);
  Deno.writeTextFileSync(`${to}/deno.json`, "{}");
}

Deno.test("examples pass their check without a warning, also far from Flow itself", async () => {
  await using commandLine = new CommandLine();
  const folder = `${commandLine.store}/copy`;
  copyExamples(folder);
  const names = exampleNames();
  assert.ok(names.length >= 7);
  for (const name of names) {
    const file = `${folder}/${name}/flow.ts`;
    const { code, stdout, stderr } = await commandLine.flow("check", file, "--json");
    assert.deepEqual(JSON.parse(stdout), [], `${name}\n${stderr}`);
    assert.equal(code, 0);
  }
});

Deno.test("examples are all told of in their README", async () => {
  const text = await Deno.readTextFile(`${HERE}/README.md`);
  for (const name of exampleNames()) assert.ok(text.includes(`(${name}/flow.ts)`), name);
});
