import assert from "node:assert/strict";
import { errorRecord, FAILURE_TYPE } from "./error_record.ts";

const code = { codeRoot: "file:///store/code/abc/", sourceRoot: "file:///home/me/my%20project/" };

function failure(message: string, frames: string[], properties: object = {}): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}\n${frames.map((frame) => `    at ${frame}`).join("\n")}`;
  return Object.assign(error, properties);
}

Deno.test("errorRecord() tells the first place in the user's own code, in the user's own file", () => {
  const record = errorRecord(
    failure("Cannot read file:///store/code/abc/rows.json", [
      "parse (ext:core/json.js:1:2)",
      "load (file:///flow/core/flow/transition.ts:7:9)",
      "rows (file:///store/code/abc/lib/rows.ts:12:5)",
      "file:///store/code/abc/flow.ts:3:1",
    ]),
    code,
    "start",
  );
  assert.deepEqual([record.file, record.line, record.column], [
    "/home/me/my project/lib/rows.ts",
    12,
    5,
  ]);
  assert.equal(record.message, "Cannot read file:///home/me/my%20project/rows.json");
  assert.ok(!record.stack.includes("/store/code/"));
  assert.equal(record.type, "error");
});

Deno.test("errorRecord() takes no frame of Flow for one of a project that Flow lies in", () => {
  const inside = { ...code, sourceRoot: "file:///flow/" };
  const record = errorRecord(
    failure("no", [
      "next (file:///flow/core/flow/x.ts:1:1)",
      "start (file:///store/code/abc/a.ts:2:3)",
    ]),
    inside,
    "start",
  );
  assert.deepEqual([record.file, record.line], ["/flow/a.ts", 2]);
});

Deno.test("errorRecord() tells no place where the user's code has no part", () => {
  const record = errorRecord(failure("no", ["file:///flow/core/x.ts:1:1"]), code, "start");
  assert.ok(!("file" in record));
});

Deno.test("errorRecord() keeps what is thrown, whatever it is", () => {
  const hostile = new Proxy(new Error("x"), {
    get(target, key) {
      if (key === "message" || key === "stack") throw new Error("trap");
      return Reflect.get(target, key);
    },
  });
  const messages = [undefined, null, 7, "text", { a: 1 }, () => 1, Symbol("s"), hostile].map(
    (thrown) => errorRecord(thrown, code, "start"),
  );
  for (const { name, message, type } of messages.slice(0, -1)) {
    assert.equal(name, "NonError");
    assert.match(message, /^Step "start" threw .+, which is not an Error$/);
    assert.equal(type, "error");
  }
  assert.equal(typeof messages.at(-1)!.message, "string");
});

Deno.test("errorRecord() tells causes, also where they go round in a ring", () => {
  const inner = new TypeError("inner");
  const outer = new Error("outer", { cause: inner });
  inner.cause = outer;
  const { stack } = errorRecord(outer, code, "start");
  assert.match(stack, /outer[\s\S]*Caused by: TypeError: inner/);
  assert.ok(stack.length < 20_000);
});

Deno.test("errorRecord() keeps the type and hint that a failure carries", () => {
  const record = errorRecord(
    failure("no items", [], { [FAILURE_TYPE]: "transition", hint: "Have some." }),
    code,
    "start",
  );
  assert.deepEqual([record.type, record.hint], ["transition", "Have some."]);
});

Deno.test("errorRecord() says which line to add for a right that is missing", () => {
  const error = new Deno.errors.NotCapable(
    'Requires read access to "/etc/hosts", run again with the --allow-read flag',
  );
  const record = errorRecord(error, code, "load");
  assert.equal(record.type, "permission");
  assert.equal(record.message, 'Step "load" may not read "/etc/hosts"');
  assert.match(
    record.hint!,
    /@permissions\(\{ read: \["\/etc\/hosts"\] \}\) above @step of "load"/,
  );
});
