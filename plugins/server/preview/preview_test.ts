import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "../../../store/objects/extend.ts";
import { holds } from "../../../tests/helpers/property.ts";
import { ServedStore } from "../testing.ts";
import { cutJson } from "./cut_json.ts";
import { summarise } from "./numbers.ts";
import { asText, isHtml, sniff } from "./sniff.ts";
import { asTable, rowsOf, summariseColumns } from "./table.ts";

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const PNG = bytes("\x89PNG\r\n\x1a\n" + "x".repeat(300));
const SVG =
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>';
const HTML = "<!doctype html><script>parent.document.title = 'taken'</script>";

/** Values of all kinds, with the kind of preview that they have. */
const VALUES: Record<string, [value: unknown, kind: string]> = {
  number: [5, "json"],
  deep: [{ a: { b: [1, { c: new Map([[1, 2]]) }] } }, "json"],
  nothing: [undefined, "json"],
  word: ["hello", "text"],
  long: ["y".repeat(100_000), "text"],
  page: [HTML, "html"],
  table: [[{ a: 1, b: "x" }, { a: 3, c: true }, { b: "x" }], "table"],
  matrix: [[[1, 2], [3, 4]], "table"],
  uneven: [[[1, 2], [3]], "json"],
  nested: [[{ a: { b: 1 } }], "json"],
  few: [[1, 2, 3], "json"],
  many: [Array.from({ length: 50 }, (_, i) => i), "numbers"],
  floats: [new Float64Array(5000).map((_, i) => i % 100), "numbers"],
  big: [new BigInt64Array([1n, -5n]), "numbers"],
  image: [PNG, "image"],
  svg: [bytes(SVG), "image"],
  sound: [bytes("RIFF1234WAVEfmt "), "audio"],
  buffer: [bytes("\x00\x01\x02\xff"), "bytes"],
  csv: [bytes("a,b\n1,2\n"), "text"],
  empty: [new Uint8Array(), "text"],
};

function served(): ServedStore {
  const one = new ServedStore();
  const run = one.store.run();
  run.task("end", {
    sets: Object.fromEntries(Object.entries(VALUES).map(([name, [value]]) => [name, value])),
  });
  const forged = { digest: one.store.putInline(bytes("[[[no JSON")), size: 10 };
  run.ref(1, "forged", { ...forged, kind: "json" });
  run.ref(1, "odd", { ...forged, kind: "float64" });
  run.ref(1, "foreign", { ...forged, kind: "my.codec" });
  return one;
}

const AT = "/runs/Demo/1/tasks/1/artifacts";

Deno.test("a preview says what a value is, whatever it is", async () => {
  await using one = served();
  for (const [name, [, kind]] of Object.entries(VALUES)) {
    const { status, body } = await one.get(`${AT}/${name}/preview`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual([body.content.kind, body.artifact.name], [kind, name]);
    assert.equal(body.artifact.base64, undefined);
  }
  for (const name of ["forged", "odd", "foreign"]) {
    const { status, body } = await one.get(`${AT}/${name}/preview`);
    assert.deepEqual([status, body.content.kind], [200, "text"], name);
  }
  const content = async (path: string) => (await one.get(`${AT}/${path}`)).body.content;
  const { text, length, cut } = await content("long/preview");
  assert.deepEqual([text.length, length, cut], [65_536, null, true]);
  const { min, max, finite, mean } = await content("floats/preview");
  assert.deepEqual([min, max, finite, mean], [0, 99, 5000, 49.5]);
  const table = await content("table/preview?rows=2&sort=a&order=desc");
  assert.deepEqual([table.rows, table.total], [[[3, null, true], [1, "x", null]], 3]);
  assert.deepEqual(table.columns[0], {
    ...{ name: "a", type: "number", present: 2, distinct: 2, min: 1, max: 3, mean: 2, top: [] },
  });
  assert.deepEqual((await content("table/preview?from=2")).rows, [[null, "x", null]]);
});

Deno.test("images and sounds come under their type, and nothing that a flow wrote as a page", async () => {
  await using one = served();
  const types: [name: string, type: string][] = [
    ["image", "image/png"],
    ["svg", "image/svg+xml"],
    ["sound", "audio/wav"],
    ["buffer", "application/octet-stream"],
    ["csv", "application/octet-stream"],
    ["page", "application/json; charset=utf-8"],
    ["long", "text/plain; charset=utf-8"],
  ];
  for (const [name, type] of types) {
    const response = await fetch(`${one.url}/api${AT}/${name}/bytes`);
    assert.equal(response.headers.get("content-type"), type, name);
    assert.match(response.headers.get("content-disposition")!, /^attachment/);
    assert.match(response.headers.get("content-security-policy")!, /sandbox/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    await response.body?.cancel();
  }
  const whole = await (await fetch(`${one.url}/api${AT}/image/bytes`)).bytes();
  assert.deepEqual(whole, PNG);
  const none = await fetch(`${one.url}/api${AT}/empty/bytes`);
  assert.deepEqual(await none.bytes(), new Uint8Array());
});

Deno.test("a page that a flow wrote comes into a frame that may do nothing", async () => {
  await using one = served();
  const frame = await fetch(`${one.url}/api${AT}/page/frame`);
  assert.equal(await frame.text(), HTML);
  const policy = frame.headers.get("content-security-policy")!;
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /sandbox$/);
  assert.doesNotMatch(policy, /script-src|allow-/);
  const { status, body } = await one.get(`${AT}/image/frame`);
  assert.deepEqual([status, body.code], [422, "no-text"]);
});

Deno.test("cutJson() leaves no more than its limits, and says what it left out", async () => {
  const limits = { depth: 3, members: 4, characters: 10, nodes: 30 };
  assert.deepEqual(cutJson({ a: [1, "x"] }, limits), { value: { a: [1, "x"] }, cut: false });
  assert.deepEqual(cutJson("y".repeat(12), limits).value, {
    $type: "cut",
    text: "y".repeat(10),
    more: 2,
  });
  assert.deepEqual(cutJson([1, 2, 3, 4, 5], limits).value, [1, 2, 3, 4, { $type: "cut", more: 1 }]);
  assert.deepEqual(cutJson([[[[1]]]], limits).value, [[[{ $type: "cut", of: "array", size: 1 }]]]);
  const count = (value: Json): number =>
    typeof value === "object" && value !== null
      ? Object.values(value).reduce((sum: number, one) => sum + count(one as Json), 1)
      : 1;
  await holds(
    fc.property(fc.jsonValue(), (value) => {
      const { value: shown, cut } = cutJson(value as Json, limits);
      assert.ok(count(shown) < 200);
      if (!cut) {
        assert.deepEqual(JSON.parse(JSON.stringify(shown)), JSON.parse(JSON.stringify(value)));
      }
    }),
    { runs: 300 },
  );
});

Deno.test("tables and numbers are summarised whatever they hold", async () => {
  await holds(
    fc.property(
      fc.array(fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 0 })), {
        minLength: 1,
      }),
      fc.string({ maxLength: 3 }),
      fc.boolean(),
      (rows, sort, descending) => {
        const table = asTable(rows as Json);
        if (table === null) return;
        const columns = summariseColumns(table);
        assert.equal(columns.length, table.columns.length);
        const shown = rowsOf(table, { from: 0, rows: 1000, sort, descending });
        assert.equal(shown.length, rows.length);
        for (const { present, distinct } of columns) assert.ok(distinct! <= present);
      },
    ),
    { runs: 300 },
  );
  await holds(
    fc.property(fc.float64Array({ maxLength: 3000 }), (values) => {
      const { finite, histogram, min, max, points } = summarise(values);
      assert.equal(histogram.reduce((sum, one) => sum + one, 0), finite);
      if (finite > 0) assert.ok(min! <= max!);
      assert.ok(points.length <= 2000);
      JSON.stringify(points);
    }),
    { runs: 100 },
  );
});

Deno.test("sniff() and isHtml() know what begins as such, and nothing else", () => {
  assert.equal(sniff(PNG), "image/png");
  assert.equal(sniff(bytes(SVG)), "image/svg+xml");
  assert.equal(sniff(bytes("<!-- x --><svg>")), "image/svg+xml");
  assert.equal(sniff(bytes("RIFF")), null);
  assert.equal(sniff(new Uint8Array()), null);
  assert.equal(sniff(bytes("<html><svg>")), null);
  assert.ok(isHtml("  <!DOCTYPE HTML>\n<p>"));
  assert.ok(!isHtml("a <html>"));
  assert.equal(asText(bytes("a\0b"), true), null);
  assert.equal(asText(new Uint8Array([0x61, 0xc3]), false), "a");
  assert.equal(asText(new Uint8Array([0x61, 0xc3]), true), null);
});
