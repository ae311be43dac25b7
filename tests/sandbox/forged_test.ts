import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";

const FORGERS = new URL("flows/forgers.ts", import.meta.url).pathname;

/** How a forgery fails: the type and the message; null where it does not. */
type Expected = [type: string, message: RegExp] | null;

const refused: Expected = ["message", /^The step's code posted a message that Flow does not know$/];
const strayed: Expected = [
  "transition",
  /^Step "deed" went on to join.*, which its source does not/,
];
const lost: Expected = [
  "artifact",
  /^Artifact "x" cannot be kept: its object \S+ is not in the store/,
];
const madeUp: Expected = ["error", /^made up$/];

const EXPECTED: Record<string, Expected> = {
  nothing: null,
  "a time that is still to come": null,
  "an end before the beginning": null,
  "an object that is larger than it says": lost,
  "an object that is smaller than it says": lost,
  "bytes that are no JSON": null,
  "JSON that is too deep": null,
  "a kind that is no name": refused,
  "a name with a NUL": refused,
  "a name that is no Unicode": refused,
  "a name of ten million letters": refused,
  "ninety thousand values": ["artifact", /90000 of them are too many/],
  "a task below zero": refused,
  "a deleted item": refused,
  "an item that is as before": refused,
  "more items than may be": refused,
  "items on a way that has none": strayed,
  "a card that the step does not have": refused,
  "a card that is no JSON": refused,
  "a card of thirty million letters": refused,
  "a card of another task": null,
  "that it is done with what comes after its end": null,
  "the same way twice": strayed,
  "two questions at once": refused,
  "a file in somebody's folder": null,
  "a file by a way around": null,
  "a temporary folder that is somebody's": null,
  "a question that is too long": null,
  "a question that is no JSON": null,
  "questions about what is no name": null,
  "ten thousand questions": null,
  "answers to what nobody asked": null,
  "that it is ready again": refused,
  "a place in somebody's file": madeUp,
  "a stack that leads to a device": madeUp,
  "a stack that is no address": madeUp,
  "an error of ten million letters": ["error", /^m{65536}… \(9934464 characters more\)$/],
  "an error that draws": ["error", /owned/],
};

Deno.test("what a step says in Flow's name reaches its own result, and nothing else", async (t) => {
  await using lab = new Lab();
  lab.write("outside/secret.txt", "TOPSECRET");
  const begun = Date.now();
  // In a process of its own each is heard, whatever those before have done.
  const { run, events, stderr } = await lab.run(FORGERS, [
    ...["--outside", `${lab.path}/outside`],
    ...["--isolation", "fresh"],
    ...["--max-splits", "100"],
  ]);
  const { failures } = await lab.dump(run);
  const wrong: Record<string, unknown> = {};
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const found = failures[name];
    const fits = expected === null || found === null
      ? expected === found
      : found.type === expected[0] && expected[1].test(found.message);
    if (!fits) wrong[name] = found;
  }
  assert.deepEqual(wrong, {});
  assert.deepEqual(Object.keys(failures).sort(), Object.keys(EXPECTED).sort());

  await t.step("times are those of the trusted half", () => {
    for (const { started, finished } of lab.query("SELECT started, finished FROM tasks")) {
      assert.ok(begun <= started && started <= finished && finished <= Date.now());
    }
    const durations = events.filter(({ duration }) => duration !== undefined);
    assert.ok(durations.every(({ duration }) => duration >= 0 && duration < Date.now() - begun));
  });
  await t.step("no place leads out of the flow's own folder", () => {
    const errors = events.filter(({ type }) => type === "attempt_failed").map(({ error }) => error);
    const folder = FORGERS.slice(0, FORGERS.lastIndexOf("/"));
    for (const { file = folder } of errors) assert.ok(file.startsWith(folder), file);
  });
  await t.step("nothing was written elsewhere, and no tag was added", async () => {
    assert.deepEqual([...Deno.readDirSync(`${lab.path}/outside`)].map(({ name }) => name), [
      "secret.txt",
    ]);
    assert.ok(!(await lab.status(run)).tags.some((tag: string) => tag.includes("a")));
  });
  await t.step("what cannot be read says which artifact it is, and is no defect", async () => {
    for (const forgery of ["bytes that are no JSON", "JSON that is too deep"]) {
      const at = Object.keys(EXPECTED).indexOf(forgery);
      const [{ number }] = lab.query(
        "SELECT number FROM tasks WHERE step = 'deed' AND split_index = ?",
        at,
      ) as [{ number: number }];
      const { code, stderr } = await lab.flow(["dump", `${run}/deed/${number}`]);
      assert.equal(code, 1);
      assert.match(stderr, /Artifact "x" cannot be read: /);
      assert.doesNotMatch(stderr, /defect/);
    }
  });
  await t.step("nothing draws on the terminal, and the store is whole", async () => {
    const status = await lab.flow(["status", run]);
    for (const text of [stderr, status.stdout, status.stderr]) {
      // deno-lint-ignore no-control-regex -- control characters are what is looked for
      assert.doesNotMatch(text, /[\x00-\x08\x0b-\x1f]/);
    }
    assert.equal((await lab.flow(["store", "verify"])).code, 0);
  });
});

Deno.test("a step that lies about its way fails, and the run tells why", async (t) => {
  await using lab = new Lab();
  const lies = [
    ["a foreach of none", "part (foreach)"],
    ["a foreach of zero", "part (foreach)"],
    ["a branch to one twice", "one, one, two (branch)"],
  ] as const;
  for (const [lie, way] of lies) {
    await t.step(lie, async () => {
      const { events } = await lab.run(`${FORGERS}:Wanderer`, ["--lie", lie], { status: "failed" });
      const { error } = events.at(-1)!;
      assert.equal(error.type, "transition");
      assert.ok(error.message.includes(`went on to ${way}, which its source does not say`));
    });
  }
  await lab.run(`${FORGERS}:Wanderer`);
});

Deno.test("a module that speaks before its flow is loaded changes no parameter", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, param, step } from "flow";
    const value = { name: "limit", kind: "json", bytes: new TextEncoder().encode("666") };
    postMessage({ k: "ready", constants: [value], policy: {} });
    export default class Early extends FlowSpec {
      limit = param({ default: 7 });
      size = 3;
      @step
      start() {}
    }`,
  );
  const { run, events } = await lab.run(file, [], { status: "failed" });
  assert.equal(events.at(-1)!.error.type, "message");
  assert.equal((await lab.status(run)).params.limit, 7);
  assert.equal((await lab.dump(`${run}/start`)).limit, 7);
});
