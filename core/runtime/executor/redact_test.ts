import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { decode, encode } from "../../../store/objects/codec.ts";
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

Deno.test("redactBytes() leaves values that can be read, whatever the secret is", () => {
  const secrets = redactable(["123456", "2024", "true", "$type", "length", "Error", "},{"]);
  const values: unknown[] = [
    123456,
    [1, 91234567, { "123456": 123456 }, {}, {}],
    { a: true, b: null },
    new Date("2024-01-01"),
    -1234567.5,
    123456789n,
    new Map<unknown, unknown>([[123456, new Date("2024-02-02")], ["2024", [true]]]),
    [, "123456", ,],
    Object.assign(new TypeError("2024"), { code: 123456 }),
    { $type: "123456", __proto__: null },
    [new TextEncoder().encode("a123456"), undefined],
    JSON.parse('{"__proto__": {"x": 123456}}'),
  ];
  for (const value of values) {
    const { kind, bytes } = encode(value);
    const redacted = redactBytes(kind, bytes, secrets);
    const shown = Deno.inspect(decode(kind, redacted), { depth: 9, showHidden: true });
    assert.ok(!/123456|2024/.test(shown), shown);
  }
  const ring: unknown[] = [123456];
  ring.push(ring);
  const { kind, bytes } = encode(ring);
  const [first, second] = decode(kind, redactBytes(kind, bytes, secrets)) as unknown[];
  assert.equal(first, BLOT);
  assert.equal((second as unknown[])[0], BLOT);
});
