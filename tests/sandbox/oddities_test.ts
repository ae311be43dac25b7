import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";

const ODDITIES = new URL("flows/oddities.ts", import.meta.url).pathname;

/** Control characters other than line ends, and marks that turn the direction of text. */
// deno-lint-ignore no-control-regex -- they are what is looked for
const DRAWS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/;

const member = (name: string) => `artifact: Step "leave" assigns to "${name}", which is a member`;
const unnamed = (name: string) => `artifact: Cannot name an artifact "${name}"`;

/** How each fails. */
const REFUSED: Record<string, string> = {
  "the name __proto__": member("__proto__"),
  "the name __proto__, defined": member("__proto__"),
  "the name constructor": member("constructor"),
  "the name hasOwnProperty": member("hasOwnProperty"),
  "a name with a slash": unnamed("../../x"),
  "a name with a NUL": unnamed("x\\u0000y"),
  "a name with a NUL, defined": unnamed("x\\u0000y"),
  "a name that draws": unnamed("\\u001b[2J"),
  "a name that is no Unicode": unnamed("\\ud800"),
  "a name of ten million letters": unnamed(`${"x".repeat(60)}…`),
  "a tag with a NUL": "error: Cannot use",
  "a tag of ten million letters": "error: A question of 10000035 characters is too long",
  "a file that is not its own": "permission: Step",
  "an error that draws": "error: a\0b",
  "an error with a stack of ten million letters": "error: long",
};

/** What the task after it meets. */
const MET: Record<string, [keys: string[], shown: string]> = {
  "the name then": [["then"], "undefined"],
  "the name toJSON": [["toJSON"], "undefined"],
  "the name ..": [[".."], "undefined"],
  "keys of prototypes": [["value"], '{\n  "$type": "map",\n  [\'__proto__\']: { polluted: true },'],
  "an array of four thousand million holes": [["value"], "[ <4294967295 empty items> ]"],
  "a value that changes as it is read": [["value"], "{"],
  "a file with a name that draws": [["value"], "KeptFile {}"],
  "output that draws": [[], "undefined"],
  "output of ten million letters": [[], "undefined"],
};

Deno.test("odd names and values reach nobody as something else", async (t) => {
  await using lab = new Lab();
  const { run, events, stderr } = await lab.run(ODDITIES);
  const { all } = await lab.dump(run);
  assert.deepEqual(Object.keys(all).sort(), [...Object.keys(REFUSED), ...Object.keys(MET)].sort());
  const wrong: Record<string, unknown> = {};
  for (const [name, start] of Object.entries(REFUSED)) {
    if (typeof all[name] !== "string" || !all[name].startsWith(start)) wrong[name] = all[name];
  }
  for (const [name, [keys, start]] of Object.entries(MET)) {
    const { keys: found, shown, polluted } = all[name];
    const fits = found.join() === keys.join() && shown.startsWith(start) && polluted === false;
    if (!fits) wrong[name] = all[name];
  }
  assert.deepEqual(wrong, {});

  await t.step("none draws on a terminal, in whatever command", async () => {
    assert.doesNotMatch(stderr, DRAWS);
    const odd = events.filter(({ type, step }) => type === "task_succeeded" && step === "leave");
    const commands = [
      ["status", run],
      ["logs", run],
      ["dump", `${run}/leave/${odd.at(-1)!.task}`],
      ["status", `${run}/leave/${odd[0]!.task}`],
      ["runs"],
    ];
    for (const command of commands) {
      const { stdout, stderr } = await lab.flow(command);
      assert.doesNotMatch(stdout + stderr, DRAWS, command.join(" "));
    }
  });
  await t.step("the store is whole", async () => {
    assert.equal((await lab.flow(["store", "verify"])).code, 0);
  });
});

Deno.test("a parameter of a hundred thousand odd letters is a value like any", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, param, step } from "flow";
    export default class Long extends FlowSpec {
      text = param({ default: "" });
      length!: number;
      @step
      start() {
        this.length = this.text.length;
      }
    }`,
  );
  const text = `../\x1b[2J\u202e${"x".repeat(100_000)}`;
  const { run } = await lab.run(file, ["--text", text]);
  assert.equal((await lab.dump(run)).length, text.length);
  for (const command of [["status", run], ["runs"], ["dump", run]]) {
    const { code, stdout, stderr } = await lab.flow(command);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout + stderr, DRAWS, command.join(" "));
  }
  const tag = await lab.flow(["run", file, "--tag", text]);
  assert.equal(tag.code, 2);
  assert.match(tag.stderr, /as a tag: it has 100\d+ characters/);
  assert.doesNotMatch(tag.stderr, DRAWS);
});
