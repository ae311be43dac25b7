import assert from "node:assert/strict";
import { type Command, defineCommand } from "../framework/command.ts";
import type { CommandEntry } from "../framework/table.ts";
import { complete, type Source } from "./complete.ts";

const run = defineCommand({
  description: "",
  examples: [],
  open: true,
  options: {
    tag: { kind: "list", value: "TAG", complete: "tag", short: "t", help: "a tag" },
    how: { kind: "text", value: "HOW", choices: ["warm", "fresh"], help: "how" },
    allowRead: { kind: "optional", value: "LIST", help: "" },
    keep: { kind: "flag", help: "" },
  },
  positionals: {
    file: { help: "", required: true, complete: "flow-file" },
    step: { help: "", required: false, complete: "step" },
  },
  run: () => Promise.resolve(0),
});

const tagAdd = defineCommand({
  description: "",
  examples: [],
  options: {},
  positionals: {
    run: { help: "", required: true, complete: "run" },
    tags: { kind: "rest", help: "", required: true, complete: "tag" },
  },
  run: () => Promise.resolve(0),
});

function entry(name: string, command: unknown, group?: CommandEntry["group"]): CommandEntry {
  const load = () => Promise.resolve({ default: command as Command });
  return { name, summary: `does ${name}`, load, ...(group ? { group } : {}) };
}

const entries = [
  entry("run", run, "Run"),
  entry("runs", tagAdd, "Look at results"),
  entry("tag add", tagAdd, "Keep"),
  entry("tag remove", tagAdd, "Keep"),
  entry("__complete", tagAdd),
];

const source: Source = (kind, word, { store, positionals }) =>
  Promise.resolve([{
    value: `<${String(kind)}|${word}|${store ?? ""}|${positionals.join("+")}>`,
    help: "",
  }]);

async function offered(...words: string[]): Promise<string[]> {
  const flowOptions = () =>
    Promise.resolve({ minVotes: { kind: "text", value: "N", help: "" } } as const);
  return (await complete(words, entries, source, flowOptions)).map(({ value }) => value);
}

Deno.test("complete() offers commands, the two words of a group apart", async () => {
  assert.deepEqual(await offered(""), ["run", "runs", "tag"]);
  assert.deepEqual(await offered("ru"), ["run", "runs"]);
  assert.deepEqual(await offered("tag", ""), ["add", "remove"]);
  assert.deepEqual(await offered("--store", "x", "tag", "re"), ["remove"]);
  assert.ok((await offered("--")).includes("--json"));
});

Deno.test("complete() offers options, with those of the flow once its file is known", async () => {
  assert.deepEqual(await offered("run", "--ke"), ["--keep"]);
  assert.deepEqual(await offered("run", "--min"), []);
  assert.deepEqual(await offered("run", "flow.ts", "--min"), ["--min-votes"]);
});

Deno.test("complete() offers values of options", async () => {
  assert.deepEqual(await offered("run", "--tag", "ni"), ["<tag|ni||>"]);
  assert.deepEqual(await offered("run", "-t", "ni"), ["<tag|ni||>"]);
  assert.deepEqual(await offered("run", "--tag=ni"), ["--tag=<tag|ni||>"]);
  assert.deepEqual(await offered("run", "--tag", "=", "ni"), ["<tag|ni||>"]);
  assert.deepEqual(await offered("run", "--how", ""), ["<warm,fresh|||>"]);
});

Deno.test("complete() offers positionals by their place", async () => {
  assert.deepEqual(await offered("run", "fl"), ["<flow-file|fl||>"]);
  assert.deepEqual(await offered("run", "--keep", "--allow-read", "fl"), ["<flow-file|fl||>"]);
  assert.deepEqual(await offered("run", "flow.ts", "--min-votes", "5", "st"), [
    "<step|st||flow.ts>",
  ]);
  assert.deepEqual(await offered("tag", "add", "--store", "/s", "A/1", "x", "y"), [
    "<tag|y|/s|A/1+x>",
  ]);
  assert.deepEqual(await offered("run", "a", "b", "c"), []);
});
