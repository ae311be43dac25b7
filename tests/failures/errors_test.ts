import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";

const WRONG = new URL("flows/wrong.ts", import.meta.url).pathname;
const DEEPER = new URL("flows/wrong/deeper.ts", import.meta.url).pathname;

/** Line and column, from 1, of the first place where the text stands. */
function placeOf(file: string, text: string): { file: string; line: number; column: number } {
  const lines = Deno.readTextFileSync(file).split("\n");
  const line = lines.findIndex((one) => one.includes(text));
  return { file, line: line + 1, column: lines[line]!.indexOf(text) + 1 };
}

/** What is expected of a failure. */
interface Row {
  step: string;
  name: string;
  type: string;
  message: RegExp;
  hint?: RegExp;
  at?: { file: string; line: number; column: number };
}

const ROWS: Record<string, Row> = {
  function: {
    step: "start",
    name: "TypeError",
    type: "artifact",
    message: /artifact "rows" cannot be kept: \.first\[1\]\.second is a function/,
  },
  socket: {
    step: "start",
    name: "TypeError",
    type: "artifact",
    message: /artifact "rows" cannot be kept: \[0\] is a stream/,
  },
  switch: {
    step: "start",
    name: "StepError",
    type: "transition",
    message: /^The switch of step "start" has no case for "sideways"$/,
    hint: /"on", "off"/,
    at: placeOf(WRONG, "next({ on:"),
  },
  twice: {
    step: "middle",
    name: "StepError",
    type: "transition",
    message: /^Step "middle" (calls|called) this\.next (twice|a second time|again)/,
  },
  none: {
    step: "middle",
    name: "StepError",
    type: "transition",
    message: /^Step "middle" .*this\.next/,
  },
  empty: {
    step: "middle",
    name: "Error",
    type: "transition",
    message: /^The foreach of step "middle" has no items$/,
    hint: /switch/,
  },
  thrown: {
    step: "each",
    name: "TypeError",
    type: "error",
    message: /^no 1$/,
    at: placeOf(WRONG, "new TypeError"),
  },
  "thrown elsewhere": {
    step: "each",
    name: "SyntaxError",
    type: "error",
    message: /^deeper 1$/,
    at: placeOf(DEEPER, "new SyntaxError"),
  },
  "thrown by Deno": {
    step: "each",
    name: "SyntaxError",
    type: "error",
    message: /JSON/,
    at: { ...placeOf(WRONG, "JSON.parse"), column: placeOf(WRONG, "parse(").column },
  },
  caused: {
    step: "each",
    name: "Error",
    type: "error",
    message: /^outer$/,
    at: placeOf(WRONG, 'new Error("outer"'),
  },
  "thrown late": {
    step: "end",
    name: "Error",
    type: "error",
    message: /^after an await$/,
    at: placeOf(WRONG, 'new Error("after'),
  },
};

Deno.test("a failure names what is wrong, and where in the user's own file", async (t) => {
  await using lab = new Lab();
  for (const [how, row] of Object.entries(ROWS)) {
    await t.step(how, async () => {
      const { code, stderr, events } = await lab.run(WRONG, ["--how", how], { status: "failed" });
      assert.equal(code, 1);
      const { error } = events.at(-1)!;
      const { name, type, step } = error;
      assert.deepEqual({ name, type, step }, { name: row.name, type: row.type, step: row.step });
      assert.match(error.message, row.message);
      if (row.hint !== undefined) assert.match(error.hint, row.hint);
      if (row.at !== undefined) {
        const { file, line, column } = error;
        assert.deepEqual({ file, line, column }, row.at);
        // The line itself is shown.
        const shown = Deno.readTextFileSync(row.at.file).split("\n")[row.at.line - 1]!.trim();
        assert.ok(stderr.includes(shown), stderr);
      }
      assert.ok(stderr.includes(error.message), stderr);
      assert.ok(!/core\/(runtime|flow)\//.test(stderr), stderr);
    });
  }
});

Deno.test("a flow that cannot be loaded fails its first task", async (t) => {
  const top: [name: string, text: string, message: RegExp][] = [
    ["an error", 'throw new Error("at the top");', /at the top/],
    ["a rejected promise", 'void Promise.reject(new Error("left at the top"));', /left at the top/],
    ["an exit", "Deno.exit(9);", /exit with code 9/],
    ["an import of what is not there", 'await import(["./nowhere.ts"][0]);', /nowhere\.ts/],
    [
      "a right that it has not",
      'Deno.readTextFileSync("/etc/hostname");',
      /may not read "\/etc\/hostname"/,
    ],
  ];
  for (const [name, text, message] of top) {
    await t.step(name, async () => {
      await using lab = new Lab();
      const file = lab.write(
        "flow.ts",
        `import { FlowSpec, retry, step } from "flow";
${text}
export default class Broken extends FlowSpec {
  @retry({ times: 2, delay: 0 })
  @step
  start() {}
}
`,
      );
      const { code, events } = await lab.run(file, [], { status: "failed" });
      assert.equal(code, 1);
      assert.match(events.at(-1)!.error.message, message);
      assert.equal(events.at(-1)!.tasks.failed, 1);
    });
  }
});
