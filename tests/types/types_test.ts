import assert from "node:assert/strict";

const folder = new URL("./", import.meta.url);
const root = new URL("../../", folder);
const files = ["contract.ts", "decorators.ts", "joins.ts", "parameters.ts", "transitions.ts"];
const directive = "// @ts-expect-error";

async function check(paths: string[]) {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--config", "deno.json", ...paths],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  return { code, output: new TextDecoder().decode(stderr) };
}

/** The lines that errors are in, in order. */
function errorLines(output: string, file: string): number[] {
  const lines = [...output.matchAll(/^ {4}at file:.*\/([^/]+):(\d+):\d+$/gm)]
    .filter(([, name]) => name === file)
    .map(([, , line]) => Number(line));
  return [...new Set(lines)].sort((a, b) => a - b);
}

Deno.test("flow types take what is right and refuse what is wrong", async () => {
  const { code, output } = await check(files.map((file) => new URL(file, folder).href));
  assert.equal(code, 0, output);
});

Deno.test("flow types give an error at each line that expects one, and at no other", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const expected = new Map<string, number[]>();
    for (const file of files) {
      const text = await Deno.readTextFile(new URL(file, folder));
      const bare = text.replaceAll(directive, "//").replaceAll("../../mod.ts", "flow");
      await Deno.writeTextFile(`${dir}/${file}`, bare);
      const lines = text.split("\n").flatMap((line, i) => line.includes(directive) ? [i + 2] : []);
      expected.set(file, lines);
    }
    const { code, output } = await check(files.map((file) => `${dir}/${file}`));
    assert.notEqual(code, 0);
    for (const [file, lines] of expected) assert.deepEqual(errorLines(output, file), lines, file);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
