import assert from "node:assert/strict";
import { eventually, flowFile, Lab } from "./harness.ts";

const talkative = `${flowFile("wide.ts")}:Talkative`;

const SPEAKING = `
import { FlowSpec, param, permissions, step } from "flow";
const write = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text));
export default class Speaking extends FlowSpec {
  folder = param({ default: "" });
  flood = param({ default: 0 });
  @permissions({ read: true })
  @step
  async start() {
    console.log("first line, with ü and 😀");
    console.error("to the other stream");
    for (let at = 0; at < this.flood; at++) write("0123456789".repeat(1000) + "\\n");
    write("an unfinished line");
    for (let open = this.flood > 0; !open;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      open = await Deno.stat(this.folder + "/open").then(() => true, () => false);
    }
    write(" and its rest\\n");
    this.next(this.end);
  }
  @step
  end() {
    console.log("the end");
  }
}
`;

Deno.test("logs are read while a step runs, and followed to the end of the run", async () => {
  await using lab = new Lab();
  const file = lab.write("flow.ts", SPEAKING);
  const running = lab.start(["run", file, "--folder", lab.path]);
  await running.untilLog("an unfinished line");
  const following = lab.flow(["logs", "Speaking/1", "--follow"]);
  await eventually(
    "the database has the beginning of the line",
    async () => (await lab.logs("Speaking/1/start")).includes("an unfinished line"),
  );
  assert.match(await lab.logs("Speaking/1/start"), /^first line, with ü and 😀$/m);
  lab.write("open", "");
  const { status } = await running.ended;
  assert.equal(status, "succeeded");
  const followed = await following;
  assert.equal(followed.code, 0);
  const lines = followed.stdout.split("\n").map((line) => line.replace(/^\w+\/\d+ │ /, ""));
  for (const line of ["first line, with ü and 😀", "an unfinished line and its rest", "the end"]) {
    assert.ok(lines.includes(line), followed.stdout);
  }
  assert.equal(await lab.logs("Speaking/1/start", "--stderr"), "to the other stream\n");
  assert.equal(
    await lab.logs("Speaking/1/start", "--stdout"),
    "first line, with ü and 😀\nan unfinished line and its rest\n",
  );
});

Deno.test("what a step printed just before its process was killed is kept, to the last byte", async () => {
  await using lab = new Lab();
  const file = lab.write("flow.ts", SPEAKING);
  const running = lab.start(["run", file, "--folder", lab.path]);
  await running.untilLog("an unfinished line");
  const { pid } = await running.until((event) => event.type === "task_started");
  Deno.kill(pid, "SIGKILL");
  const { status, events } = await running.ended;
  assert.equal(status, "failed");
  const { error } = events.at(-1)!;
  assert.deepEqual([error.type, error.message], [
    "killed",
    "The step's process was killed by SIGKILL",
  ]);
  assert.match(await lab.logs("Speaking/1/start", "--stdout"), /an unfinished line$/m);
});

Deno.test("a log is cut at --max-log-size, with a mark, each stream by itself", async () => {
  await using lab = new Lab();
  const file = lab.write("flow.ts", SPEAKING);
  // 20 MB, of which 50 kB are kept.
  await lab.run(file, ["--flood", "2000", "--max-log-size", "50k"]);
  const text = await lab.logs("Speaking/1/start", "--stdout");
  const kept = lab.query("SELECT stream, text FROM logs WHERE task = 1");
  const length = (stream: number) =>
    kept.filter((row) => row.stream === stream).map((row) => row.text).join("").length;
  assert.deepEqual([length(1), length(2)], [50_000, 20]);
  assert.match(text, /\[flow: stdout cut after 50000 characters; see --max-log-size\]/);
  assert.equal(await lab.logs("Speaking/1/end"), "the end\n");
});

Deno.test("each of many short tasks has its own log, on both streams", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(talkative, ["--width", "300"]);
  const logs: { step: string; task: number; stream: string; text: string }[] = await lab.json([
    "logs",
    `${run}/each`,
  ]);
  const byTask = Map.groupBy(logs, (line) => line.task);
  assert.equal(byTask.size, 300);
  for (const [task, lines] of byTask) {
    const out = lines.filter((line) => line.stream === "stdout").map((line) => line.text);
    const err = lines.filter((line) => line.stream === "stderr").map((line) => line.text);
    const item = /^out (\d+) of task/.exec(out[0]!)![1];
    assert.deepEqual(out, [`out ${item} of task ${task}`, `no line end ${item}`]);
    assert.deepEqual(err, [`err ${item}`]);
  }
});

Deno.test("what an attempt printed stays its own where the next one begins at once", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { current, FlowSpec, type Inputs, retry, step } from "flow";
    export default class Hasty extends FlowSpec {
      @step start() { this.next(this.each, { foreach: Array.from({ length: 30 }, (_, at) => at) }); }
      @retry({ times: 2, delay: 0 })
      @step each() {
        console.log(\`try \${current.attempt} of \${current.task}\`);
        if (current.attempt < 3) throw new Error("again");
        this.next(this.join);
      }
      @step join(_inputs: Inputs<Hasty>) { this.next(this.end); }
      @step end() {}
    }`,
  );
  // One executor, whose tasks are sent ahead: its output arrives when more has been given to it.
  await lab.run(file, ["--max-workers", "1"]);
  const rows = lab.query(`SELECT l.task, l.attempt, group_concat(l.text, '') AS text FROM logs l
    GROUP BY l.task, l.attempt`);
  assert.equal(rows.length, 90);
  for (const { task, attempt, text } of rows) assert.equal(text, `try ${attempt} of ${task}\n`);
});
