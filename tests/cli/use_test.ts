import assert from "node:assert/strict";
import { COMMANDS } from "../../cli/framework/table.ts";
import { flow, Folder, withoutMarks } from "./command.ts";

Deno.test("flow --help names every command that is not hidden", async () => {
  const { code, stdout, stderr } = await flow(["--help"]);
  assert.equal(code, 0);
  assert.equal(stderr, "");
  for (const { name, summary, group } of COMMANDS) {
    assert.equal(stdout.includes(summary), group !== undefined, name);
  }
});

Deno.test("flow without a command shows the help on stderr and ends with 2 only when one is missing", async () => {
  const plain = await flow([]);
  assert.equal(plain.code, 0);
  const missing = await flow(["--json"]);
  assert.equal(missing.code, 2);
  assert.equal(missing.stdout, "");
  assert.match(missing.stderr, /Usage: flow COMMAND/);
});

Deno.test("flow COMMAND --help tells of arguments, options and examples", async () => {
  for (const { name, group } of COMMANDS) {
    if (group === undefined) continue;
    const { code, stdout, stderr } = await flow([...name.split(" "), "--help"]);
    assert.equal(code, 0, `${name}: ${stderr}`);
    assert.match(stdout, new RegExp(`^Usage: flow ${name}`, "m"));
    assert.match(stdout, /^Examples:\n {2}flow /m);
    assert.match(stdout, /--store DIR/);
  }
});

Deno.test("flow help COMMAND and a group without a command show help", async () => {
  assert.match((await flow(["help", "runs"])).stdout, /^Usage: flow runs \[FLOW\]/m);
  const group = await flow(["store"]);
  assert.equal(group.code, 2);
  assert.match(group.stderr, /store verify/);
  assert.equal((await flow(["tag", "--help"])).code, 0);
});

Deno.test("flow --version", async () => {
  const { code, stdout } = await flow(["--version"]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^flow \d+\.\d+\.\d+\ndeno \d\S+\nv8 \d\S+\n(from source: \/.+\/|sha256:[0-9a-f]{64})\n$/,
  );
});

Deno.test("wrong use ends with 2 and says what was meant", async () => {
  const cases: [args: string[], message: string, hint?: string][] = [
    [["rnu", "flow.ts"], 'Unknown command "rnu"', "Did you mean flow run?"],
    [["flow.ts"], 'Unknown command "flow.ts"', "Did you mean flow run flow.ts?"],
    [["tag", "ad"], 'Unknown command "tag ad"', "Did you mean flow tag add?"],
    [["runs", "--statsu", "failed"], "Unknown option --statsu", "Did you mean --status?"],
    [["runs", "--status", "faild"], 'Option --status cannot be "faild"', "Did you mean failed?"],
    [["runs", "--limit", "no"], "Option --limit needs a whole number"],
    [["runs", "Flow/7"], '"Flow/7" is not the name of a flow', "flow status Flow/7"],
    [["status"], "Missing argument PATHSPEC", "flow status --help tells what it takes."],
    [["status", "A", "B"], 'Unexpected argument "B"'],
    [["completions", "tcsh"], 'There is no completion for the shell "tcsh"', "bash, zsh, fish"],
    [
      ["logs", "A", "--follow", "--tail", "3"],
      "Options --follow and --tail cannot be used together",
    ],
  ];
  await Promise.all(cases.map(async ([args, message, hint]) => {
    const { code, stdout, stderr } = await flow(args);
    assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
    assert.equal(stdout, "");
    assert.ok(stderr.includes(`error: ${message}`), stderr);
    if (hint !== undefined) assert.ok(stderr.includes(hint), stderr);
  }));
});

Deno.test("with --json an error leaves only JSON on stdout", async () => {
  const { code, stdout, stderr } = await flow(["runs", "--statsu", "failed", "--json"]);
  assert.equal(code, 2);
  assert.deepEqual(JSON.parse(stdout), {
    type: "error",
    error: {
      code: "usage",
      message: "Unknown option --statsu",
      hint: "Did you mean --status?",
    },
  });
  assert.match(stderr, /Unknown option/);
});

Deno.test("colours follow the terminal, NO_COLOR, FORCE_COLOR and --no-color", async () => {
  // deno-lint-ignore no-control-regex
  const coloured = /\x1b\[/;
  const off = { NO_COLOR: "" };
  const cases: [boolean, Record<string, string>, string[], boolean][] = [
    [false, off, [], false],
    [true, off, [], true],
    [true, { NO_COLOR: "1" }, [], false],
    [false, { NO_COLOR: "", FORCE_COLOR: "1" }, [], true],
    [false, { NO_COLOR: "", FORCE_COLOR: "1" }, ["--no-color"], false],
    [true, { NO_COLOR: "", TERM: "dumb" }, [], false],
  ];
  for (const [terminal, env, more, expected] of cases) {
    if (terminal && !hasScript()) continue;
    const { stdout } = await flow(["--help", ...more], { terminal, env });
    assert.equal(coloured.test(stdout), expected, JSON.stringify({ terminal, env, more }));
    assert.match(withoutMarks(stdout), /Usage: flow COMMAND/);
  }
});

function hasScript(): boolean {
  try {
    return new Deno.Command("script", { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test("a reader that goes away is no error", async () => {
  const { code, stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      'set -o pipefail; "$0" run -A --quiet "$1" completions bash | true',
      Deno.execPath(),
      new URL("../../cli/main.ts", import.meta.url).pathname,
    ],
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  assert.equal(code, 0);
});

Deno.test("init makes a folder once", async () => {
  using folder = new Folder();
  const first = await flow(["init", "films"], { cwd: folder.path });
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(
    [...Deno.readDirSync(`${folder.path}/films`)].map(({ name }) => name).sort(),
    [".gitignore", "deno.json", "flow.ts", "flow_test.ts"],
  );
  const config = JSON.parse(folder.read("films/deno.json"));
  assert.match(config.imports.flow, /\/mod\.[tj]s$/);
  Deno.statSync(new URL(config.imports.flow));
  folder.write("films/flow.ts", "mine");
  const second = await flow(["init", "films", "--json"], { cwd: folder.path });
  assert.equal(second.code, 1);
  assert.equal(JSON.parse(second.stdout).error.code, "exists");
  assert.equal(folder.read("films/flow.ts"), "mine");
});

Deno.test("doctor tells of Deno, the store and folders", async () => {
  using folder = new Folder();
  const { code, stdout } = await flow(["doctor", "--json"], { cwd: folder.path });
  assert.equal(code, 0, stdout);
  const findings: { name: string; level: string }[] = JSON.parse(stdout);
  const levels = Object.fromEntries(findings.map(({ name, level }) => [name, level]));
  assert.equal(levels.Deno, "good");
  assert.equal(levels.store, "note");
  assert.equal(levels["temporary folder"], "good");
});

Deno.test("doctor ends with 1 where the store is damaged", async () => {
  using folder = new Folder();
  folder.write(".flow/flow.db", "not a database".repeat(1000));
  const { code, stdout } = await flow(["doctor"], { cwd: folder.path });
  assert.equal(code, 1);
  assert.match(stdout, /✗ store/);
});

Deno.test("completions prints scripts that shells can read", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await flow(["completions", shell]);
    assert.equal(code, 0);
    assert.match(stdout, /flow __complete/);
  }
  const { stdout } = await flow(["completions", "bash"]);
  const check = await new Deno.Command("bash", { args: ["-n", "-c", stdout] }).output();
  assert.ok(check.success);
});

Deno.test("a path that cannot be used is told as that, and is no defect of Flow", async () => {
  using folder = new Folder();
  const file = folder.write(
    "flow.ts",
    'import { FlowSpec, step } from "flow";\n' +
      "export default class One extends FlowSpec { @step start() {} }\n",
  );
  const run = await flow(["run", file, "--run-id-file", "nowhere/id"], { cwd: folder.path });
  assert.equal(run.code, 1);
  assert.match(run.stderr, /Cannot write "nowhere\/id"/);
  // The run was there already: it has failed, and is not taken for one that goes on.
  const runs = await flow(["runs", "--json"], { cwd: folder.path });
  assert.equal(JSON.parse(runs.stdout)[0].status, "failed");
  const long = "x".repeat(5000);
  const cases = [
    ["store", "import", "nowhere"],
    ["store", "import", ""],
    ["store", "export", "One/1", "nowhere/one"],
    ["store", "export", "One/1", ""],
    ["store", "export", "One/1", long],
    ["dump", "One/1", "--out", "."],
    ["init", "flow.ts"],
    ["init", "flow.ts/below"],
    ["init", long],
    ["run", file, "--store", "flow.ts/below"],
    ["run", file, "--store", long],
  ];
  for (const args of cases) {
    const { code, stderr } = await flow(args, { cwd: folder.path });
    assert.notEqual(code, 0, args.join(" "));
    assert.match(stderr, /^error: /);
    assert.doesNotMatch(stderr, /defect/);
  }
});
