import assert from "node:assert/strict";
import { cardKeeper, current, type CurrentValues, defineCurrent, setCurrent } from "./current.ts";

const changes: string[] = [];
const values: CurrentValues = {
  flow: "Stats",
  run: "Stats/7",
  step: "score",
  task: 12,
  attempt: 1,
  pathspec: "Stats/7/score/12",
  parameters: { minVotes: 500 },
  tags: ["user:ada", "x"],
  tempDir: "/tmp/x",
  originRun: null,
  project: null,
  signal: new AbortController().signal,
  changeTag: (change, tag) => {
    if (tag.startsWith("user:")) throw new Error("no");
    changes.push(`${change} ${tag}`);
  },
  keepCard: (id, kind, text) => changes.push(`${id} ${kind} ${text}`),
};

Deno.test("current gives what is set, and throws outside of a task", () => {
  setCurrent(values);
  const { changeTag: _, keepCard: __, tags, ...rest } = values;
  const { tags: seen, ...others } = { ...current };
  assert.deepEqual(others, rest);
  assert.deepEqual([...seen], tags);
  assert.throws(() => Reflect.set(current, "attempt", 2) || assert.fail("not set"));
  setCurrent(null);
  assert.throws(() => current.run, {
    message: "Cannot read current.run outside of a running task",
  });
});

Deno.test("current.tags changes the tags of the run", () => {
  setCurrent(values);
  changes.length = 0;
  const { tags } = current;
  tags.add("y").add("x");
  assert.ok(tags.remove("x"));
  assert.ok(!tags.delete("unknown"));
  assert.deepEqual(changes, ["add y", "remove x"]);
  assert.deepEqual([...current.tags], ["user:ada", "y"]);
  assert.throws(() => tags.add(" "), { message: 'Cannot add tag " ": it is empty' });
  assert.throws(() => tags.delete("user:ada"), { message: "no" });
  assert.ok(tags.has("user:ada"));
  setCurrent(null);
});

Deno.test("cardKeeper() keeps cards of the task that ran when it was asked for, and no other's", () => {
  changes.length = 0;
  setCurrent(values);
  const keep = cardKeeper();
  keep("a", "json", "{}");
  setCurrent({ ...values, task: 13 });
  keep("a", "json", "late");
  setCurrent(null);
  keep("a", "json", "later");
  cardKeeper()("a", "json", "nobody's");
  assert.deepEqual(changes, ["a json {}"]);
});

Deno.test("defineCurrent() adds what can be read and not set", () => {
  defineCurrent("weather", () => "fine");
  assert.equal(Reflect.get(current, "weather"), "fine");
  assert.equal(Reflect.set(current, "weather", "foul"), false);
});
