import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { encode } from "../../../store/objects/codec.ts";
import { BLOT, redactable, redactBytes, redactText, safeLength } from "./redact.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("redactText() blots out each secret wherever it stands", () => {
  assert.equal(redactText("a hunter2 b hunter2", ["hunter2"]), `a ${BLOT} b ${BLOT}`);
  assert.equal(redactText("nothing here", ["hunter2"]), "nothing here");
});

Deno.test("redactText() leaves what is too short to be looked for", () => {
  assert.equal(redactText("abc abc", ["abc"]), "abc abc");
});

Deno.test("redactable() gives the longest first, each once, without line ends as well", () => {
  assert.deepEqual(redactable(["pass", "password1", "abc", "pass", "token\n"]), [
    "password1",
    "token\\n",
    "token\n",
    "token",
    "pass",
  ]);
});

Deno.test("redactable() has secrets as JSON and the console spell them", () => {
  const secret = 'a "quoted" \\ word\nand more';
  const secrets = redactable([secret]);
  const shown = [
    secret,
    JSON.stringify({ secret }),
    Deno.inspect({ secret }),
    Deno.inspect([secret]),
  ];
  for (const text of shown) {
    const redacted = redactText(text, secrets);
    assert.ok(redacted.includes(BLOT) && !redacted.includes("quoted"), redacted);
  }
});

Deno.test("safeLength() stops before what may be the beginning of a secret", () => {
  const secrets = ["abcd", "dxyz"];
  for (
    const [text, safe] of [["", 0], ["zzz", 3], ["zzab", 2], ["zzabcd", 2], ["abcdz", 5], [
      "dxy",
      0,
    ]]
  ) {
    assert.equal(safeLength(text as string, secrets), safe, String(text));
  }
});

Deno.test("redactBytes() leaves no secret in an encoded value", () => {
  const secret = 'p"\\ä\n😀word';
  const values: unknown[] = [
    secret,
    { [secret]: [secret, `x${secret}y`] },
    new Map([[secret, new Set([secret])]]),
    new Error(secret),
    `${"long ".repeat(20_000)}${secret}`,
  ];
  for (const value of values) {
    const { kind, bytes } = encode(value);
    const redacted = redactBytes(kind, bytes, [secret]);
    const spelled = JSON.stringify(secret).slice(1, -1);
    assert.ok(!textOf(redacted).includes(secret) && !textOf(redacted).includes(spelled), kind);
    assert.ok(textOf(redacted).includes(BLOT), kind);
    if (kind !== "text") JSON.parse(textOf(redacted));
  }
});

Deno.test("redactBytes() keeps the length of raw bytes", async () => {
  await holds(
    fc.property(
      fc.uint8Array({ maxLength: 50 }),
      fc.uint8Array({ maxLength: 50 }),
      (before, after) => {
        const bytes = new Uint8Array([...before, ...bytesOf("s3cret"), ...after]);
        const redacted = redactBytes("uint8array", bytes, ["s3cret"]);
        assert.equal(redacted.length, bytes.length);
        assert.ok(!textOf(redacted).includes("s3cret"));
        assert.deepEqual(redacted.subarray(0, before.length), bytes.subarray(0, before.length));
      },
    ),
    { runs: 100 },
  );
});

Deno.test("redactBytes() finds secrets that begin within another try, and leaves the given memory alone", () => {
  const bytes = bytesOf("aaaab-aaab");
  assert.equal(textOf(redactBytes("bytes", bytes, ["aaab"])), "a****-****");
  assert.equal(textOf(bytes), "aaaab-aaab");
});

Deno.test("redactBytes() gives the same memory where there is nothing to blot out", () => {
  const bytes = bytesOf('{"a":1}');
  assert.equal(redactBytes("json", bytes, ["hunter2"]), bytes);
  assert.equal(redactBytes("bytes", bytes, ["hunter2"]), bytes);
  assert.equal(redactBytes("json", bytes, []), bytes);
});
