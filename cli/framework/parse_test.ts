import assert from "node:assert/strict";
import { assignPositionals, parseOptions } from "./parse.ts";
import type { OptionTable } from "./command.ts";

const table: OptionTable = {
  maxWorkers: { kind: "count", value: "N", min: 1, help: "" },
  tag: { kind: "list", value: "TAG", short: "t", help: "" },
  format: { kind: "text", value: "FORMAT", choices: ["text", "json"], help: "" },
  allowRead: { kind: "optional", value: "PATHS", help: "" },
  keepGoing: { kind: "flag", short: "k", help: "" },
};

Deno.test("parseOptions() reads each kind of option", () => {
  const { values, words, given } = parseOptions(
    ["a", "--max-workers", "4", "-t", "x", "--tag=y", "--allow-read", "b", "-k", "--", "--c"],
    table,
  );
  assert.deepEqual(values, {
    maxWorkers: 4,
    tag: ["x", "y"],
    format: undefined,
    allowRead: true,
    keepGoing: true,
  });
  assert.deepEqual(words, ["a", "b", "--c"]);
  assert.deepEqual([...given], ["maxWorkers", "tag", "allowRead", "keepGoing"]);
});

Deno.test("parseOptions() takes camel case, negation and values after =", () => {
  assert.equal(parseOptions(["--maxWorkers=2"], table).values.maxWorkers, 2);
  assert.equal(parseOptions(["-k", "--no-keep-going"], table).values.keepGoing, false);
  assert.equal(parseOptions(["--keepGoing=false"], table).values.keepGoing, false);
  assert.equal(parseOptions(["--allow-read=a,b"], table).values.allowRead, "a,b");
});

Deno.test("parseOptions() refuses what it cannot read, with what was meant", () => {
  const cases: [args: string[], message: RegExp, hint?: RegExp][] = [
    [["--max-worker", "4"], /^Unknown option --max-worker$/, /^Did you mean --max-workers\?$/],
    [["--wholly-unlike"], /^Unknown option --wholly-unlike$/],
    [["-z"], /^Unknown option -z$/],
    [["--max-workers", "0"], /at least 1, not "0"/],
    [["--max-workers", "1.5"], /whole number/],
    [["--format", "jsn"], /cannot be "jsn"/, /^Did you mean json\? It is one of text, json\.$/],
    [["--format"], /--format needs a value/],
    [["--format", "--tag"], /--format needs a value/, /--format=--tag/],
    [["--keep-going=perhaps"], /either on or off/],
  ];
  for (const [args, message, hint] of cases) {
    assert.throws(() => parseOptions(args, table), (error: Error & { hint?: string }) => {
      assert.match(error.message, message);
      if (hint) assert.match(error.hint ?? "", hint);
      else assert.equal(error.hint, undefined);
      return true;
    });
  }
});

Deno.test("parseOptions() passes over unknown options where the table is open", () => {
  const { words, values } = parseOptions(["f.ts", "--min-votes", "5", "-k"], table, true);
  assert.deepEqual(words, ["f.ts", "5"]);
  assert.equal(values.keepGoing, true);
});

Deno.test("assignPositionals() gives words by their order", () => {
  const positionals = {
    run: { help: "", required: true },
    more: { help: "", kind: "rest", required: false },
  } as const;
  assert.deepEqual(assignPositionals(["a", "b", "c"], positionals), { run: "a", more: ["b", "c"] });
  assert.deepEqual(assignPositionals(["a"], positionals), { run: "a", more: [] });
  assert.throws(() => assignPositionals([], positionals), /Missing argument RUN/);
  assert.throws(
    () => assignPositionals(["a", "b"], { file: { help: "", required: true } }),
    /Unexpected argument "b"/,
  );
});
