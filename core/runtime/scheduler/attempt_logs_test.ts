import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { redactable } from "../executor/redact.ts";
import { AttemptLogs, type LogPiece } from "./attempt_logs.ts";

const MANY = 1_000_000;

/** Text of a stream as it is kept. */
function kept(pieces: LogPiece[], stream: number, task = 1): string {
  return pieces.filter((one) => one.stream === stream && one.task === task)
    .map((one) => one.text).join("");
}

Deno.test("AttemptLogs.take() keeps attempts and streams apart, in order", () => {
  const logs = new AttemptLogs(MANY, []);
  const pieces = [
    ...logs.take(1, { task: 1, attempt: 1, text: "a" }),
    ...logs.take(2, { task: 1, attempt: 1, text: "b" }),
    ...logs.take(1, { task: 1, attempt: 2, text: "c" }),
    ...logs.take(1, { task: 2, attempt: 1, text: "" }),
    ...logs.take(2, { task: 1, attempt: 1, text: "d" }),
  ];
  assert.deepEqual(pieces.map(({ attempt, stream, text }) => [attempt, stream, text]), [
    [1, 1, "a"],
    [1, 2, "b"],
    [2, 1, "c"],
    [1, 2, "d"],
  ]);
});

Deno.test("AttemptLogs.take() cuts each stream once, with a mark", () => {
  const logs = new AttemptLogs(10, []);
  const pieces = [
    ...logs.take(1, { task: 1, attempt: 1, text: "12345" }),
    ...logs.take(1, { task: 1, attempt: 1, text: "6789012345" }),
    ...logs.take(1, { task: 1, attempt: 1, text: "more" }),
    ...logs.take(2, { task: 1, attempt: 1, text: "other" }),
    ...logs.take(1, { task: 1, attempt: 2, text: "again" }),
  ];
  assert.equal(kept(pieces.filter((one) => one.attempt === 1), 1), "1234567890");
  assert.equal(kept(pieces, 2), "other");
  assert.match(kept(pieces, 3), /^\[flow: stdout cut after 10 characters; see --max-log-size\]\n$/);
  assert.equal(kept(pieces.filter((one) => one.attempt === 2), 1), "again");
});

Deno.test("AttemptLogs.take() keeps exactly the limit without a mark", () => {
  const logs = new AttemptLogs(4, []);
  const pieces = logs.take(1, { task: 1, attempt: 1, text: "1234" });
  assert.deepEqual(pieces.map(({ stream, text }) => [stream, text]), [[1, "1234"]]);
});

Deno.test("AttemptLogs keeps no secret, wherever the output is split", async () => {
  const secrets = ["hunter2!", "line one\nline two", "tokentoken"];
  const plain = fc.string({ unit: fc.constantFrom("h", "u", "t", "o", "\n", " "), maxLength: 10 });
  const output = fc.array(fc.oneof(plain, fc.constantFrom(...secrets)), { maxLength: 8 })
    .map((parts) => parts.join("|"));
  await holds(
    fc.property(output, fc.array(fc.nat(), { maxLength: 20 }), (text, cuts) => {
      const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
      const chunks = [0, ...places].map((start, at) =>
        text.slice(start, places[at] ?? text.length)
      );
      const logs = new AttemptLogs(MANY, secrets);
      const pieces = chunks.flatMap((chunk) => logs.take(1, { task: 1, attempt: 1, text: chunk }));
      const all = kept([...pieces, ...logs.end()], 1);
      let expected = text;
      for (const secret of redactable(secrets)) expected = expected.replaceAll(secret, "[secret]");
      assert.equal(all, expected);
    }),
    { runs: 500 },
  );
});

Deno.test("AttemptLogs.take() passes on at once what cannot be the beginning of a secret", () => {
  const logs = new AttemptLogs(MANY, ["hunter2!"]);
  const take = (text: string) => kept(logs.take(1, { task: 1, attempt: 1, text }), 1);
  assert.equal(take("progress: 10 %\n"), "progress: 10 %\n");
  assert.equal(take("progress: 20 %"), "progress: 20 %");
  assert.equal(take("hunter"), "");
  assert.equal(take("s\n"), "hunters\n");
});

Deno.test("AttemptLogs.take() gives what was held back of an attempt when the next one prints", () => {
  const logs = new AttemptLogs(MANY, ["hunter2!"]);
  assert.deepEqual(logs.take(1, { task: 1, attempt: 1, text: "hunter" }), []);
  assert.deepEqual(logs.take(2, { task: 2, attempt: 1, text: "2!" }).map(({ text }) => text), [
    "2!",
  ]);
  assert.deepEqual(logs.take(1, { task: 2, attempt: 1, text: "2!" }), [
    { task: 1, attempt: 1, stream: 1, text: "hunter" },
    { task: 2, attempt: 1, stream: 1, text: "2!" },
  ]);
  assert.deepEqual(logs.end(), []);
});

Deno.test("AttemptLogs blots out a secret that ends in a line break also without it", () => {
  const logs = new AttemptLogs(MANY, ["from-a-file\n"]);
  const pieces = logs.take(1, { task: 1, attempt: 1, text: "is from-a-file.\n" });
  assert.equal(kept([...pieces, ...logs.end()], 1), "is [secret].\n");
});
