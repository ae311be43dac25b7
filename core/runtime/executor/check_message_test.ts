import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { checkMessage } from "./check_message.ts";
import { MessageError } from "./check_value.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;
const ref = { digest: DIGEST, kind: "json", size: 3 };
const error = { name: "Error", message: "m", stack: "s", type: "error" };
const end = { task: 1, attempt: 1, started: 2, finished: 3, values: [], tempDir: null };
const value = { name: "x", kind: "json", bytes: new Uint8Array([1]) };

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Messages as the Worker posts them. */
const GOOD: Record<string, unknown>[] = [
  { k: "up" },
  { k: "ready", constants: null, policy: {} },
  { k: "ready", constants: [value], policy: { timeout: 5, catchAs: "failure" } },
  { k: "unloadable", error: { ...error, file: "/f.ts", line: 1, column: 2, hint: "h" } },
  { k: "items", task: 1, attempt: 1, from: 0, values: [value, { ...value, name: "" }] },
  { k: "card", task: 1, attempt: 1, card: { name: "c", kind: "json", bytes: bytesOf("{}") } },
  { k: "card", task: 1, attempt: 1, card: { name: "c", kind: "text", bytes: bytesOf("<b>") } },
  { k: "after", task: 1, attempt: 1 },
  { k: "ends", ends: [{ k: "done", ...end, next: { kind: "end", targets: [] } }] },
  {
    k: "ends",
    ends: [{ k: "failed", ...end, values: [{ ...value, ref }], error, retry: null }],
  },
  { k: "exit", code: -1 },
  { k: "read", ref },
  { k: "materialise", digest: DIGEST, path: "/x" },
  { k: "more" },
  {
    k: "ask",
    task: 1,
    ask: { of: "inputs", from: 0, count: 2, then: 0, names: null, base: true, items: false },
  },
  { k: "ask", task: 1, ask: { of: "merge", include: null, exclude: ["a"], already: [] } },
  { k: "call", id: 1, task: 1, ask: { of: "reader", method: "runs", args: [{ flow: "F" }] } },
  { k: "resolved", values: [value], shown: { x: 1 } },
  { k: "resolved", error },
  { k: "hooked", errors: [error] },
];

Deno.test("checkMessage() takes what the Worker says", () => {
  for (const message of GOOD) assert.equal(checkMessage(message).k, message.k);
});

Deno.test("checkMessage() refuses anything else, and never fails in another way", async () => {
  const anything = fc.oneof(
    fc.anything({ withDate: true, withMap: true, withTypedArray: true, withSparseArray: true }),
    // One part of a good one, replaced.
    fc.tuple(fc.constantFrom(...GOOD), fc.nat(), fc.anything()).map(([message, at, part]) => {
      const keys = Object.keys(message);
      return { ...message, [keys[at % keys.length]!]: part };
    }),
  );
  await holds(
    fc.property(anything, (message) => {
      try {
        checkMessage(message);
      } catch (problem) {
        assert.ok(problem instanceof MessageError, String(problem));
      }
    }),
    { runs: 100 },
  );
});

Deno.test("checkMessage() passes on no part that it does not know", () => {
  const forged = {
    ...ref,
    staged: { path: "/etc/passwd", coding: 0, storedSize: 1 },
    piece: [0, 1],
  };
  const message = checkMessage({
    k: "ends",
    ends: [{
      k: "done",
      ...end,
      values: [{ ...value, ref: forged }],
      next: { kind: "linear", targets: ["a"], extra: 1 },
    }],
  });
  assert.equal(message.k, "ends");
  const [first] = (message as Extract<typeof message, { k: "ends" }>).ends;
  assert.deepEqual(first!.values[0]!.ref, ref);
  assert.deepEqual((first as { next: unknown }).next, { kind: "linear", targets: ["a"] });
});

Deno.test("checkMessage() refuses shared memory, and digests that are paths", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  const bad = [
    { k: "items", task: 1, attempt: 1, from: 0, values: [{ ...value, bytes: shared }] },
    { k: "read", ref: { ...ref, digest: "sha256:../../secret" } },
    { k: "materialise", digest: `sha256:${"0".repeat(63)}/`, path: "/x" },
    { k: "items", task: 1.5, attempt: 1, from: 0, values: [] },
    { k: "items", task: 1, attempt: 1, from: -1, values: [] },
    { k: "ask", task: 1, ask: { of: "tag", add: "no list", remove: [] } },
    { k: "items", task: 1, attempt: 1, from: 0, values: [{ ...value, was: DIGEST }] },
    { k: "items", task: 1, attempt: 1, from: 0, values: [{ ...value, deleted: true }] },
    ...["", "a/b", "a\0b", "\x1b[2J", "\ud800", "x".repeat(501)].map((name) => (
      { k: "ready", constants: [{ ...value, name }], policy: {} }
    )),
    { k: "ready", constants: [{ ...value, kind: "\x1b[2J" }], policy: {} },
  ];
  for (const message of bad) assert.throws(() => checkMessage(message), MessageError);
});

Deno.test("checkMessage() refuses cards that are no JSON or text, too large, or more than a card", () => {
  const card = { name: "c", kind: "json", bytes: bytesOf("{}") };
  const wrong = [
    { ...card, bytes: bytesOf("{") },
    { ...card, bytes: bytesOf("7") },
    { ...card, bytes: Uint8Array.of(0xff) },
    { ...card, kind: "text", bytes: Uint8Array.of(0xff) },
    { ...card, kind: "ext" },
    { ...card, kind: "text", bytes: new Uint8Array((24 << 20) + 1) },
    { ...card, bytes: new Uint8Array(new SharedArrayBuffer(2)) },
    { ...card, path: "/etc/passwd" },
    { ...card, ref },
    { ...card, was: DIGEST },
    { ...card, deleted: true },
  ];
  for (const one of wrong) {
    assert.throws(() => checkMessage({ k: "card", task: 1, attempt: 1, card: one }), MessageError);
  }
});
