import assert from "node:assert/strict";
import { FLOW, flow, Folder, withoutMarks } from "./command.ts";

const flows = new URL("flows/", import.meta.url).pathname;
const tally = `${flows}tally.ts`;

interface Event {
  type: string;
  run: string;
  step?: string;
  status?: string;
  tasks?: unknown;
}

function eventsOf(stdout: string): Event[] {
  return stdout.trim().split("\n").map((line) => JSON.parse(line));
}

/** Runs on a store of its own, from a folder that knows nothing of Flow. */
async function run(folder: Folder, args: string[], more: Parameters<typeof flow>[1] = {}) {
  const { env, ...options } = more;
  return await flow(args, {
    cwd: folder.path,
    ...options,
    env: { FLOW_STORE: `${folder.path}/.flow`, ...env },
  });
}

Deno.test("run tells a pipe line by line how it goes, and ends with 0", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await run(folder, ["run", tally]);
  assert.equal(code, 0, stderr);
  const lines = stdout.trimEnd().split("\n").map((line) => line.replace(/^[\d:]{8} /, ""));
  assert.match(lines[0]!, /^Tally\/1 started, store /);
  assert.ok(lines.includes("start/1 splits into 3 tasks of measure"));
  assert.equal(lines.filter((line) => /^measure\/\d succeeded in /.test(line)).length, 3);
  assert.ok(lines.some((line) => /^end\/\d │ sum 15 letters$/.test(line)), stdout);
  assert.ok(lines.some((line) => /^✓ Tally\/1 succeeded in .*: 6 tasks succeeded$/.test(line)));
  assert.match(stdout, /What to do next:\n {4}flow dump Tally\/1 /);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stdout, /\x1b/);
});

Deno.test("run --json prints one event a line and nothing else on stdout", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await run(folder, ["run", tally, "--json"]);
  assert.equal(code, 0, stderr);
  const events = eventsOf(stdout);
  assert.equal(events[0]!.type, "run_started");
  assert.equal(events[0]!.run, "Tally/1");
  const last = events.at(-1)!;
  assert.deepEqual([last.type, last.status, last.run], ["run_finished", "succeeded", "Tally/1"]);
  assert.equal(events.filter(({ type }) => type === "task_started").length, 6);
});

Deno.test("run --quiet prints the result alone", async () => {
  using folder = new Folder();
  const { stdout, stderr } = await run(folder, ["run", tally, "--quiet"]);
  assert.match(stdout, /^✓ Tally\/1 succeeded in [^\n]+\n$/);
  assert.equal(stderr, "");
});

Deno.test("parameters come from options, from the environment, and from defaults", async () => {
  using folder = new Folder();
  const result = async (args: string[], env: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await run(folder, ["run", ...args], { env });
    assert.equal(code, 0, stderr);
    return /end\/\d+ │ (.*)/.exec(stdout)?.[1];
  };
  const words = ["--words", "ab", "--words", "cdef"];
  assert.equal(await result([tally, ...words]), "sum 6 letters");
  assert.equal(await result([...words, "--min-letters", "3", tally, "--loud"]), "THE SUM IS 4");
  assert.equal(await result([tally, "--words=a,b,c", "--minLetters=2"]), "sum 0 letters");
  const env = { FLOW_PARAM_MIN_LETTERS: "4", FLOW_PARAM_LOUD: "true" };
  assert.equal(await result([tally, "--no-loud"], env), "sum 12 letters");
  folder.write("ten.json", '{ "factor": 10 }');
  folder.write("note.txt", "times ten");
  const files = ["--settings", "ten.json", "--note", `${folder.path}/note.txt`];
  assert.equal(await result([tally, ...files]), "sum 150 times ten");
  assert.equal(
    await result([tally, "--config", `settings=${folder.path}/ten.json`]),
    "sum 150 letters",
  );
});

Deno.test("run FILE --help shows the parameters of the flow", async () => {
  using folder = new Folder();
  const { code, stdout } = await run(folder, ["run", tally, "--help"]);
  assert.equal(code, 0);
  assert.match(stdout, /^Parameters of Tally:$/m);
  assert.match(stdout, /^ {2}--min-letters NUMBER +words with fewer letters .*; default: 0$/m);
  assert.match(stdout, /^ {2}--words ITEM … +what is counted; default: \["one"/m);
  assert.match(stdout, /^ {2}--settings FILE +default file: settings.json$/m);
  assert.match(stdout, /^ {2}--max-workers N /m);
});

Deno.test("what cannot be run ends with 2 before there is a run", async () => {
  using folder = new Folder();
  folder.write("broken.ts", "export default class Broken extends {\n");
  folder.write("none.ts", "export const x = 1;\n");
  folder.write(
    "lint.ts",
    `import { FlowSpec, step } from "flow";
export default class Lint extends FlowSpec {
  @step start() { this.next(this.nowhere); }
  @step end() {}
}
`,
  );
  const cases: [args: string[], message: RegExp][] = [
    [[tally, "--min-leters", "3"], /Unknown option --min-leters\n.*Did you mean --min-letters\?/],
    [[tally, "--min-letters", "abc"], /Parameter "minLetters" cannot be "abc"/],
    [[tally, "--config", "nothing"], /--config needs NAME=PATH/],
    [[tally, "--config", "setings=x"], /has no config "setings"\n.*Did you mean settings\?/],
    [[tally, "--with", "rety"], /rety/],
    [[tally, "--max-log-size", "big"], /--max-log-size needs a size/],
    [[tally, "surplus"], /Unexpected argument "surplus"/],
    [["missing.ts"], /missing\.ts/],
    [["none.ts"], /no flow/],
    [["broken.ts"], /broken\.ts:2:1/],
    [["lint.ts"], /nowhere[\s\S]*lint\.ts:3:/],
    [[`${flows}several.ts`], /several flows: First, Second/],
    [[`${flows}several.ts:Third`], /Third/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await run(folder, ["run", ...args]);
    assert.equal(code, 2, `${args.join(" ")}\n${stdout}\n${stderr}`);
    assert.match(stderr, message);
    assert.equal(stdout, "");
  }
  const { stdout } = await run(folder, ["run", "lint.ts", "--json"]);
  assert.equal(eventsOf(stdout)[0]!.type, "error");
});

Deno.test("FILE:ClassName chooses one of several flows", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await run(folder, ["run", `${flows}several.ts:Second`]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /│ second/);
});

Deno.test("a run that fails ends with 1 and tells why, where and what to do next", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await run(folder, ["run", tally, "--fail-on", "three"]);
  assert.equal(code, 1);
  assert.match(stdout, /measure\/\d failed at attempt 1: TypeError: cannot measure three; again/);
  assert.match(stdout, /✗ Tally\/1 failed in /);
  assert.match(
    stderr,
    /✗ measure\/\d failed after 2 attempts\n {4}TypeError: cannot measure three/,
  );
  assert.match(stderr, /tally\.ts:24:37\n[\s\S]*> 24 \| .*throw new TypeError/);
  assert.match(stderr, /the end of its log\n {4}│ measuring three/);
  assert.match(stderr, /flow resume .*tally\.ts --run Tally\/1/);
  assert.match(stderr, /flow logs Tally\/1\/measure\/\d/);
});

Deno.test("resume goes on with what did not finish", async () => {
  using folder = new Folder();
  folder.write("note.txt", "resumed");
  folder.write("settings.json", '{ "factor": 1 }');
  const source = Deno.readTextFileSync(tally);
  const file = folder.write("tally.ts", source);
  const failed = await run(folder, ["run", file, "--fail-on", "three", "--keep-going"]);
  assert.equal(failed.code, 1);
  folder.write("tally.ts", source.replace("throw new TypeError", "void new TypeError"));
  const { code, stdout, stderr } = await run(folder, ["resume", file, "--json"]);
  assert.equal(code, 0, stderr);
  const events = eventsOf(stdout);
  const started = events.filter(({ type }) => type === "task_started").map(({ step }) => step);
  assert.deepEqual(started, ["measure", "add", "end"]);
  assert.equal(events.find(({ type }) => type === "taken_over")?.tasks, 3);
  assert.equal(
    JSON.parse((await run(folder, ["status", "Tally/2", "--json"])).stdout).origin,
    "Tally/1",
  );
});

Deno.test("step runs one task again, alone", async () => {
  using folder = new Folder();
  assert.equal((await run(folder, ["run", tally, "--quiet"])).code, 0);
  const { code, stdout, stderr } = await run(folder, ["step", "Tally/1/add", "--json"]);
  assert.equal(code, 0, stderr);
  const started = eventsOf(stdout).filter(({ type }) => type === "task_started");
  assert.deepEqual(started.map(({ step }) => step), ["add"]);
  const wrong = await run(folder, ["step", "Tally/1"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /names no step/);
});

Deno.test("run --run-id-file and --tag leave their marks", async () => {
  using folder = new Folder();
  const id = `${folder.path}/id`;
  const args = ["run", tally, "--run-id-file", id, "--tag", "a b", "-t", "c", "--quiet"];
  assert.equal((await run(folder, args)).code, 0);
  assert.equal(folder.read("id").trim(), "Tally/1");
  const { tags } = JSON.parse((await run(folder, ["status", "Tally", "--json"])).stdout);
  assert.ok(tags.includes("a b") && tags.includes("c"), tags);
});

Deno.test("run draws over its rows on a terminal and leaves the steps and the log", async () => {
  if (Deno.build.os !== "linux") return;
  using folder = new Folder();
  const { code, stdout } = await run(folder, ["run", tally], { terminal: true });
  assert.equal(code, 0, stdout);
  // deno-lint-ignore no-control-regex
  assert.match(stdout, /\x1b\[\d+A/);
  // deno-lint-ignore no-control-regex
  assert.match(stdout, /\x1b\[\?25h[^\x1b]*(?:\x1b\[\d+m[^\x1b]*)*$/, "the cursor is given back");
  const text = withoutMarks(stdout);
  assert.match(text, /end\/6 │ sum 15 letters/);
  assert.match(text, /✓ {3}measure {2}█{10} 3\/3/);
  assert.match(text, /✓ Tally\/1 succeeded in /);
});

const slow = `import { FlowSpec, step } from "flow";
export default class Slow extends FlowSpec {
  @step
  async only() {
    console.log("begun");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
}
`;

/** Starts a command, and calls back once when it has printed some text. */
async function start(
  folder: Folder,
  args: string[],
  text: string,
  then: (
    child: Deno.ChildProcess,
  ) => Promise<void> | void,
) {
  const child = new Deno.Command(FLOW[0]!, {
    args: [...FLOW.slice(1), ...args],
    env: { FLOW_STORE: `${folder.path}/.flow`, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let stdout = "";
  let called = false;
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += part;
    if (called || !stdout.includes(text)) continue;
    called = true;
    await then(child);
  }
  return { code: (await child.status).code, stdout, stderr: await stderr };
}

Deno.test("an interrupt cancels the run and ends with 130", async () => {
  using folder = new Folder();
  const file = folder.write("slow.ts", slow);
  const { code, stdout, stderr } = await start(
    folder,
    ["run", file, "--json"],
    "begun",
    (child) => child.kill("SIGINT"),
  );
  assert.equal(code, 130, stdout + stderr);
  assert.equal(eventsOf(stdout).at(-1)!.status, "cancelled");
  assert.match(stderr, /Cancelling the run/);
});

Deno.test("logs --follow prints what comes until the run has ended", async () => {
  using folder = new Folder();
  const file = folder.write("slow.ts", slow);
  let followed: Awaited<ReturnType<typeof start>> | undefined;
  const { code } = await start(folder, ["run", file, "--json"], "begun", async (running) => {
    const interrupt = () => running.kill("SIGINT");
    followed = await start(folder, ["logs", "Slow", "--follow"], "begun", interrupt);
  });
  assert.equal(code, 130);
  assert.equal(followed!.code, 0, followed!.stderr);
  assert.equal(followed!.stdout, "begun\n");
});

Deno.test("check lists what is wrong and ends with 2", async () => {
  using folder = new Folder();
  const good = await run(folder, ["check", tally]);
  assert.equal(good.code, 0, good.stderr);
  assert.match(good.stdout, /✓ Tally: 4 steps, no mistakes/);
  assert.deepEqual(JSON.parse((await run(folder, ["check", tally, "--json"])).stdout), []);
  folder.write(
    "lint.ts",
    `import { FlowSpec, step } from "flow";
export default class Lint extends FlowSpec {
  @step start() { this.next(this.nowhere); }
  @step end() {}
}
`,
  );
  const bad = await run(folder, ["check", "lint.ts", "--json"]);
  assert.equal(bad.code, 2);
  const found = JSON.parse(bad.stdout).find(({ message }: { message: string }) =>
    message.includes("nowhere")
  );
  assert.equal(found.severity, "error");
  assert.equal(found.file, `${folder.path}/lint.ts`);
  assert.equal(found.line, 3);
  assert.equal(found.step, "start");
  const people = await run(folder, ["check", "lint.ts"]);
  assert.equal(people.code, 2);
  assert.match(people.stderr, /> 3 \| .*nowhere/);
});

Deno.test("show --json prints JSON only, also of a file that has no graph", async () => {
  using folder = new Folder();
  const drawn = await run(folder, ["show", tally, "--format", "dot", "--json"]);
  assert.equal(drawn.code, 2);
  assert.equal(JSON.parse(drawn.stdout).error.code, "usage");
  folder.write("broken.ts", "export class {");
  const broken = await run(folder, ["show", "broken.ts", "--json"]);
  assert.equal(broken.code, 2);
  assert.equal(JSON.parse(broken.stdout).error.diagnostics[0].rule, "syntax");
});

Deno.test("show draws the graph in each format", async () => {
  using folder = new Folder();
  const show = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(folder, ["show", ...args]);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  assert.match(await show(tally), /^Tally\n[\s\S]*measure/);
  assert.match(await show(tally, "--format", "dot"), /^digraph "Tally"/);
  assert.match(await show(tally, "--format", "mermaid"), /^flowchart/);
  assert.match(await show(tally, "--format=svg"), /^<svg /);
  const graph = JSON.parse(await show(tally, "--json"));
  assert.deepEqual(
    graph.steps.map(({ name }: { name: string }) => name),
    ["start", "measure", "add", "end"],
  );
  const several = await run(folder, ["show", `${flows}several.ts`]);
  assert.equal(several.code, 2);
  assert.match(several.stderr, /Name one of them: .*several\.ts:First/);
  assert.match(await show(`${flows}several.ts:Second`), /^Second/);
});
