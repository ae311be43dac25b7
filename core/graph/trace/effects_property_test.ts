import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import type { Step } from "../graph.ts";
import { readStep } from "../testing.ts";

/** Code of a step, one statement a line, as a list of lines. */
type Code = string[];

const NAMES = ["x", "y", "z"];
const name = fc.constantFrom(...NAMES);

/** Statements of all kinds; \`c()\` is a coin, and \`use(this.x)\` a read that a run can watch. */
const { block } = fc.letrec<{ block: Code; statement: Code }>((tie) => ({
  block: fc.array(tie("statement"), { maxLength: 4 }).map((all) => all.flat()),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true, maxDepth: 4 },
    name.map((n) => [`this.${n} = 1;`]),
    name.map((n) => [`use(this.${n});`]),
    name.map((n) => [`delete this.${n};`]),
    name.map((n) => [`c() && (this.${n} = 1);`]),
    fc.constantFrom("if (c()) return;", "if (c()) throw 1;", "return;").map((line) => [line]),
    fc.tuple(tie("block"), tie("block")).map((
      [a, b],
    ) => ["if (c()) {", ...a, "} else {", ...b, "}"]),
    fc.tuple(tie("block"), tie("block"), fc.constantFrom("break;", "continue;", ";")).map((
      [a, b, end],
    ) => [
      "while (c()) {",
      ...a,
      `if (c()) ${end}`,
      ...b,
      "}",
    ]),
    tie("block").map((a) => ["for (;;) {", ...a, "if (c()) break;", "}"]),
    fc.tuple(tie("block"), tie("block")).map(([a, b]) => [
      "do {",
      ...a,
      "if (c()) continue;",
      ...b,
      "} while (c());",
    ]),
    tie("block").map((a) => ["for (const i of c() ? [1, 2] : []) {", ...a, "}"]),
    // Labels inside of each other must differ.
    fc.tuple(tie("block"), tie("block"), fc.noShrink(fc.nat())).map(([a, b, n]) => [
      `l${n}: {`,
      ...a,
      `if (c()) break l${n};`,
      ...b,
      "}",
    ]),
    fc.tuple(tie("block"), tie("block"), fc.boolean(), fc.boolean()).map(([a, b, fall, last]) => [
      "switch (c() ? 1 : c() ? 2 : 3) {",
      "case 1: {",
      ...a,
      fall ? "}" : "} break;",
      last ? "default: {" : "case 2: {",
      ...b,
      "} }",
    ]),
    fc.tuple(tie("block"), tie("block")).map((
      [a, b],
    ) => ["try {", ...a, "} catch (e) { if (e !== 1) throw e;", ...b, "}"]),
    fc.tuple(tie("block"), tie("block")).map(([a, b]) => ["try {", ...a, "} finally {", ...b, "}"]),
    tie("block").map((a) => ["(() => {", ...a, "})();"]),
    tie("block").map((a) => ["[1, 2].forEach(() => {", ...a, "});"]),
  ),
}));

/** Runs the code, and tells for each read by its line whether the name was set. */
function run(
  code: Code,
  coins: boolean[],
): { reads: [line: number, set: boolean][]; end: Set<string> | null } {
  const reads: [number, boolean][] = [];
  let line = 0;
  const target: Record<string, unknown> = {};
  const flow = new Proxy(target, {
    get(_, key) {
      reads.push([line, key in target]);
      return 1;
    },
  });
  // The number of coins bounds every loop.
  const c = () => {
    if (coins.length === 0) throw "out of coins";
    return coins.shift()!;
  };
  const body = code.map((text, i) =>
    text.replace(/^use\((.*)\);$/, (_, read) => `at(${i}); use(${read});`)
  );
  const step = new Function("c", "use", "at", body.join("\n"));
  try {
    step.call(flow, c, () => {}, (at: number) => line = at);
  } catch {
    return { reads, end: null };
  }
  return { reads, end: new Set(Object.keys(target)) };
}

Deno.test("effectsOf() is right about every run of every step", async () => {
  await holds(
    fc.asyncProperty(
      block,
      fc.array(fc.array(fc.boolean(), { minLength: 5, maxLength: 60 }), {
        minLength: 8,
        maxLength: 8,
      }),
      async (code, tries) => {
        const step: Step = await readStep(`\n${code.join("\n")}\n`);
        const first = step.location.line + 1;
        const known = new Map(step.reads.map((use) => [use.location.line - first, use]));
        for (const coins of tries) {
          const { reads, end } = run(code, [...coins]);
          for (const [line, set] of reads) {
            const use = known.get(line);
            assert.ok(use, `the read in line ${line} is known`);
            if (use.set === "always") assert.ok(set, `line ${line}: always set`);
            if (use.set === undefined) assert.ok(!set, `line ${line}: never set`);
          }
          for (const one of end === null ? [] : step.facts.always) assert.ok(end!.has(one), one);
        }
      },
    ),
    { runs: 400 },
  );
});
