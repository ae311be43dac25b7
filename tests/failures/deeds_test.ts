import assert from "node:assert/strict";
import { type Event, eventually, isAlive, Lab } from "../acceptance/harness.ts";

const DEEDS = new URL("flows/deeds.ts", import.meta.url).pathname;

type Failure = { name: string; message: string; type: string } | null;
type Expected = [name: string, message: RegExp, type: string] | null;

/** Compares by name, so that a failing one tells which it is. */
function assertFailures(failures: Record<string, Failure>, expected: Record<string, Expected>) {
  assert.deepEqual(Object.keys(failures).sort(), Object.keys(expected).sort());
  const wrong: Record<string, unknown> = {};
  for (const [deed, wanted] of Object.entries(expected)) {
    const found = failures[deed]!;
    const fits = wanted === null || found === null
      ? wanted === null && found === null
      : found.name === wanted[0] && wanted[1].test(found.message) && found.type === wanted[2];
    if (!fits) wrong[deed] = { found, wanted };
  }
  assert.deepEqual(wrong, {});
}

/** All processes that ran tasks are gone. */
async function assertNoneLeft(events: Event[]) {
  const pids = new Set(events.filter(({ type }) => type === "task_started").map(({ pid }) => pid));
  assert.ok(pids.size > 0);
  await eventually("no executor is left", () => ![...pids].some((pid) => isAlive(pid)));
}

const posted: Expected = [
  "ExecutorError",
  /^The step's code posted a message that Flow does not know$/,
  "message",
];

Deno.test("whatever a task does fails only its own attempt, with a message that names the cause", async () => {
  await using lab = new Lab();
  const { run, code, events } = await lab.run(DEEDS);
  assert.equal(code, 0);
  const { failures } = await lab.dump(run);
  const exit = (code: number): Expected => [
    "ExecutorError",
    new RegExp(`^The step called exit with code ${code}$`),
    "exit",
  ];
  const killed = (signal: string): Expected => [
    "ExecutorError",
    new RegExp(`^The step's process was killed by ${signal}$`),
    "killed",
  ];
  const nonError = (what: string): Expected => [
    "NonError",
    new RegExp(`^Step "deed" threw ${what}, which is not an Error$`),
    "error",
  ];
  assertFailures(failures, {
    nothing: null,
    "Deno.exit": exit(3),
    "process.exit": exit(4),
    "exit of node:process": exit(5),
    "process.reallyExit": exit(6),
    "self.close": exit(0),
    "SIGKILL to itself": killed("SIGKILL"),
    "SIGTERM to itself": killed("SIGTERM"),
    "an error": ["RangeError", /^too much$/, "error"],
    "a text": nonError('a string: "a text"'),
    undefined: nonError("undefined"),
    null: nonError("null"),
    "a symbol": nonError("a symbol: Symbol\\(sign\\)"),
    "an object that throws": nonError("an object: .+|a value that cannot be shown"),
    "a proxy that throws": nonError("an object: .+|a value that cannot be shown"),
    "an error that throws": ["Error", /^$/, "error"],
    "a stack that overflows": ["RangeError", /call stack/, "error"],
    "a rejected promise": ["Error", /^Step "deed" left a rejected promise: left alone$/, "error"],
    "a rejected promise that is awaited later": null,
    "a timer": ["Error", /^Step "deed" threw where nothing waits for it: in a timer$/, "error"],
    "an event": ["Error", /^Step "deed" threw where nothing waits for it: in an event$/, "error"],
    "a timer that comes too late": null,
    "a message of null": posted,
    "a message of text": posted,
    "a message of no kind": posted,
    "a message of the wrong form": posted,
    "a question of the wrong form": posted,
    "a digest of the wrong form": posted,
    "its own onmessage": null,
    "what cannot be posted": ["DataCloneError", /could not be cloned/, "error"],
  });
  await assertNoneLeft(events);
});

Deno.test("what a task says in Flow's name harms only itself", async () => {
  await using lab = new Lab();
  // Otherwise what it says may come before the word of the task before it, and is not heard at all.
  const { run, events } = await lab.run(`${DEEDS}:Forger`, ["--isolation", "fresh"]);
  const { failures } = await lab.dump(run);
  assertFailures(failures, {
    nothing: null,
    "an end with an object that is not there": [
      "ArtifactError",
      /^Artifact "x" cannot be kept: its object sha256:(ab)+ is not in the store$/,
      "artifact",
    ],
    "an end with a file of somebody else": [
      "ExecutorError",
      /could not be kept: Requires read access to "\/etc\/hostname"/,
      "artifact",
    ],
    "an end with shared memory": posted,
    "an end with items that never came": posted,
    "an end that the graph does not have": [
      "TransitionError",
      /^Step "deed" went on to start \(linear\), which its source does not say$/,
      "transition",
    ],
    "an end of another task": null,
    "items that begin in the middle": posted,
  });
  await assertNoneLeft(events);
});

Deno.test("a task that takes more memory than it may fails, inside and outside of the heap", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${DEEDS}:Greed`);
  const { failures } = await lab.dump(run);
  const greedy: Expected = [
    "ExecutorError",
    /^(Step "deed" held \d+ MB, more than its 300 MB|The step's heap is exhausted)$/,
    "memory",
  ];
  assertFailures(failures, {
    "the heap": greedy,
    "memory outside of the heap": greedy,
    nothing: null,
  });
  const hints = events.filter(({ type }) => type === "attempt_failed").map(({ error }) =>
    error.hint
  );
  assert.equal(hints.length, 2);
  for (const hint of hints) assert.match(hint, /@resources\(\{ memory: … \}\)/);
  await assertNoneLeft(events);
});

Deno.test({
  name: "the memory of programs that a task starts counts as its own, and they end with it",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using lab = new Lab();
    const { run, events } = await lab.run(`${DEEDS}:Hirer`);
    const { failure } = await lab.dump(run);
    assert.equal(failure.type, "memory");
    assert.match(failure.message, /^Step "start" held \d+ MB, more than its 300 MB$/);
    await assertNoneLeft(events);
  },
});

Deno.test("a task that takes more time than it may fails, however it waits", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${DEEDS}:Sloth`);
  const { failures, kept } = await lab.dump(run);
  const late: Expected = ["TimeoutError", /^Step "deed" took longer than its 0\.5 s$/, "timeout"];
  assertFailures(failures, {
    "a loop": late,
    "a promise that never resolves": late,
    "a wait on shared memory": late,
    "a wait that hears the signal": late,
    nothing: null,
  });
  // Who ends within the grace leaves what it has set; who is killed does not.
  assert.deepEqual(
    kept.filter((name: string) => name !== "a wait that hears the signal"),
    ["nothing"],
  );
  await assertNoneLeft(events);
});
