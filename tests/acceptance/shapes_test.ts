import assert from "node:assert/strict";
import { flowFile, Lab, startedCounts } from "./harness.ts";

const shapes = flowFile("shapes.ts");
const switches = flowFile("switches.ts");
const derived = flowFile("derived.ts");

/** Runs a flow and gives its end artifacts. */
async function results(lab: Lab, file: string, args: string[] = []) {
  const { run } = await lab.run(file, args);
  return await lab.dump(run);
}

Deno.test("a branch in a branch and a foreach in a branch meet in joins, in split order", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${shapes}:Branches`);
  assert.deepEqual(await lab.dump(run), {
    sum: 15,
    trace: [
      "start",
      "left",
      "leftA",
      "start",
      "left",
      "leftB",
      "leftJoin",
      "|",
      "start",
      "rightJoin",
    ],
  });
  assert.deepEqual(startedCounts(events), {
    start: 1,
    left: 1,
    right: 1,
    leftA: 1,
    leftB: 1,
    leftJoin: 1,
    each: 3,
    rightJoin: 1,
    join: 1,
    end: 1,
  });
  const { status, tasks } = await lab.status(run);
  assert.deepEqual([status, tasks.succeeded], ["succeeded", 12]);
});

Deno.test("three foreachs inside each other with a branch inside know where they are", async () => {
  await using lab = new Lab();
  const { names } = await results(lab, `${shapes}:Nested`);
  const expected: string[] = [];
  for (const [i, a] of ["a", "b"].entries()) {
    for (const [j, b] of [`${a}0`, `${a}1`].entries()) {
      expected.push(`(${b}`);
      for (const [k, c] of [`${b}x`, `${b}y`].entries()) {
        const name = `${i}/2:${a} ${j}/2:${b} ${k}/2:${c} = ${c} ${c} ${k}`;
        expected.push(name.toUpperCase(), name, c);
      }
      expected.push(")");
    }
  }
  assert.deepEqual(names, expected);
  // Each task knows its parents: a join has all of its inputs, every other task but one.
  const joins = lab.query(`SELECT t.step, count(j.parent) AS parents FROM tasks t
    LEFT JOIN join_parents j ON j.run = t.run AND j.child = t.number
    WHERE t.joined = 1 GROUP BY t.number`);
  assert.equal(joins.length, 8 + 4 + 2 + 1);
  assert.ok(joins.every(({ parents }) => parents === 2));
  const roots = lab.query("SELECT step FROM tasks WHERE joined = 0 AND parent IS NULL");
  assert.deepEqual(roots.map(({ step }) => step), ["start"]);
});

Deno.test("a foreach goes through anything that can be iterated over", async () => {
  await using lab = new Lab();
  const { seen } = await results(lab, `${shapes}:Iterables`);
  assert.deepEqual(seen, {
    array: [[1, 0], [null, 1], [{ $type: "undefined" }, 2]],
    set: [["a", 0], ["b", 1]],
    map: [[["k", 1], 0], [["l", 2], 1]],
    generator: [[{ $type: "bigint", value: "10" }, 0], [{ $type: "bigint", value: "20" }, 1]],
    async: [[1.5, 0], [{ $type: "date", value: "1970-01-01T00:00:00.000Z" }, 1]],
    typed: [[7, 0], [8, 1]],
    text: [["a", 0], ["b", 1]],
    own: [[{ deep: [1] }, 0]],
  });
});

Deno.test("a switch takes one case by text, number or boolean, with splits inside a case", async () => {
  await using lab = new Lab();
  const [branch, foreach, plain] = await Promise.all(
    ["branch", "foreach", "plain"].map((kind) =>
      lab.run(`${switches}:Kinds`, ["--kind", kind]).then(({ run }) => lab.dump(run))
    ),
  );
  assert.deepEqual(branch!.trace, ["ab", "one", "no"]);
  assert.deepEqual(foreach!.trace, ["xyz", "two", "yes"]);
  assert.deepEqual(plain!.trace, ["plain", "one", "no"]);
});

Deno.test("a switch without a case for the value fails, and names the value and the cases", async () => {
  await using lab = new Lab();
  const { code, events, run } = await lab.run(`${switches}:MissingCase`, [], { status: "failed" });
  assert.equal(code, 1);
  const { error } = events.at(-1)!;
  assert.equal(error.type, "transition");
  assert.match(error.message, /switch of step "start" has no case for "purple"/);
  assert.match(error.hint, /"red", "blue"/);
  assert.equal(error.file, switches);
  assert.ok(error.line > 0);
  assert.deepEqual(startedCounts(events), { start: 1 });
  assert.equal((await lab.dump(`${run}/start`)).kind, "purple");
});

Deno.test("switches inside a foreach and inside a branch lead to one join", async () => {
  await using lab = new Lab();
  const { words } = await results(lab, `${switches}:Inside`);
  assert.deepEqual(words, ["odd 1", "even 2", "odd 3", "even 4", "vowel"]);
});

Deno.test("a step repeats itself, several steps repeat, and loops go on inside of a foreach", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(flowFile("loops.ts"));
  assert.deepEqual(await lab.dump(run), {
    count: 1,
    rounds: 6,
    log: [1, 2, 3].flatMap((item) => [
      `item ${item}`,
      ...Array.from({ length: item }, (_, at) => `turn ${at + 1} of ${item}`),
    ]),
  });
  assert.deepEqual(startedCounts(events), {
    start: 1,
    repeat: 3,
    first: 2,
    second: 2,
    split: 1,
    item: 3,
    turn: 6,
    turned: 3,
    gather: 1,
    end: 1,
  });
  const before = lab.query("SELECT number FROM tasks WHERE step = 'split'")[0]!.number;
  const { log } = await lab.dump(`${run}/split/${before}`);
  assert.deepEqual(log, [
    "repeat 1",
    "repeat 2",
    "repeat 3",
    "first",
    "second 2",
    "first",
    "second 1",
  ]);
  // The parent of each turn is the turn before.
  const turns = lab.query(`SELECT p.step FROM tasks t JOIN tasks p
    ON p.run = t.run AND p.number = t.parent WHERE t.step = 'repeat' ORDER BY t.number`);
  assert.deepEqual(turns.map(({ step }) => step), ["start", "repeat", "repeat"]);
});

Deno.test("if and else, and an early return, choose the way as a switch does", async () => {
  await using lab = new Lab();
  const traces = await Promise.all(["5", "7", "11"].map(async (size) => {
    const { trace } = await results(lab, `${switches}:Implicit`, ["--size", size]);
    return trace.join(" ");
  }));
  assert.deepEqual(traces, ["small late", "small early", "big late"]);
});

Deno.test("steps, parameters, constants and decorators come from base classes in another file", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(derived, ["--limit", "4", "--suffix", "?"]);
  assert.equal(run, "Derived/1");
  assert.deepEqual(await lab.dump(run), {
    attempts: 1,
    counted: 4,
    factor: 10,
    limit: 4,
    rows: [0, 10, 20, 30],
    suffix: "?",
    tries: 3,
    who: "derived?",
  });
  assert.deepEqual(startedCounts(events), { start: 1, clean: 1, count: 3, end: 1 });
});

Deno.test("a step may add to the one that it overrides, which says what comes next", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${derived}:Added`);
  assert.deepEqual(await lab.dump(run), {
    attempts: 1,
    factor: 10,
    limit: 3,
    rows: [0, 1, 2, -1],
    who: "base+",
  });
  assert.deepEqual(startedCounts(events), { start: 1, clean: 1, end: 1 });
});

Deno.test("a flow may be a single step, have other names for start and end, and share its file", async () => {
  await using lab = new Lab();
  const [single, renamed, defaulted] = await Promise.all([
    lab.run(`${derived}:Single`),
    lab.run(`${derived}:Renamed`),
    lab.run(derived),
  ]);
  assert.deepEqual([single.run, renamed.run, defaulted.run], [
    "Single/1",
    "Renamed/1",
    "Derived/1",
  ]);
  assert.deepEqual(await lab.dump("Single/1"), { answer: 42 });
  assert.deepEqual(await lab.dump("Renamed"), { word: "begin finish" });
  const unknown = await lab.flow(["run", `${derived}:Dervied`]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /has no flow "Dervied"/);
  const several = await lab.flow(["run", shapes]);
  assert.equal(several.code, 2);
  assert.match(several.stderr, /several flows: Branches, Nested, Iterables/);
});
