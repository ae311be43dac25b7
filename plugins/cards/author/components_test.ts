import assert from "node:assert/strict";
import {
  Chart,
  Code,
  EventsTimeline,
  Image,
  Json,
  Markdown,
  ProgressBar,
  Table,
  ValueBox,
} from "./components.ts";

Deno.test("components describe themselves as plain data", () => {
  assert.deepEqual(Markdown("# a").description, { is: "markdown", text: "# a" });
  assert.deepEqual(ValueBox("n", 3n, { unit: "rows", change: NaN }).description, {
    is: "value",
    label: "n",
    value: "3",
    unit: "rows",
  });
  assert.deepEqual(Code("a", { language: "ts", label: "b" }).description, {
    is: "code",
    text: "a",
    language: "ts",
    label: "b",
  });
  assert.deepEqual(Json(new Map([["a", 1]])).description, { is: "json", value: { a: 1 } });
  assert.deepEqual(Chart({ mark: "bar" }).description, { is: "chart", spec: { mark: "bar" } });
});

Deno.test("Table() takes objects and arrays, cells that are components, and keeps the first rows", () => {
  assert.deepEqual(Table([{ a: 1, b: "x" }, { a: 2 }]).description, {
    is: "table",
    columns: ["a", "b"],
    rows: [[1, "x"], [2, ""]],
    total: 2,
  });
  assert.deepEqual(Table([[1, Markdown("m")]], { columns: ["n", "m"] }).description, {
    is: "table",
    columns: ["n", "m"],
    rows: [[1, { is: "markdown", text: "m" }]],
    total: 1,
  });
  const long = Table(Array.from({ length: 1500 }, (_, at) => [at])).description;
  assert.ok(long.is === "table" && long.rows.length === 1000 && long.total === 1500);
  // A value that only looks like a component is a value.
  const forged = Table([[{ is: "markdown", text: "m" }]]).description;
  assert.ok(forged.is === "table" && typeof forged.rows[0]![0] === "string");
});

Deno.test("components are updated in their place", () => {
  const bar = ProgressBar({ max: 10, label: "rows" });
  assert.deepEqual(bar.update(4).description, { is: "progress", value: 4, max: 10, label: "rows" });
  assert.deepEqual(bar.update({ max: 20 }).description, {
    is: "progress",
    value: 4,
    max: 20,
    label: "rows",
  });
  const text = Markdown("a");
  assert.deepEqual(text.update("b").description, { is: "markdown", text: "b" });
  const events = EventsTimeline().add({ a: 1 }, 5);
  const { description } = events;
  events.add({ b: 2 }, new Date(7));
  assert.deepEqual(description, { is: "events", events: [{ time: 5, fields: { a: 1 } }] });
  assert.deepEqual(events.description, {
    is: "events",
    events: [{ time: 5, fields: { a: 1 } }, { time: 7, fields: { b: 2 } }],
  });
});

Deno.test("Image() knows pictures by their bytes", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  assert.deepEqual(Image(png, { alt: "a" }).description, {
    is: "image",
    type: "image/png",
    base64: png.toBase64(),
    alt: "a",
  });
  const svg = new TextEncoder().encode('<?xml version="1.0"?>\n<svg xmlns="…"/>');
  const { type } = Image(svg.buffer).description as { type: string };
  assert.equal(type, "image/svg+xml");
});

Deno.test("a component that is made of something wrong does not throw, but tells of it", () => {
  const hostile = new Proxy([], {
    get() {
      throw new Error("no");
    },
  });
  const cases: [{ description: unknown }, RegExp][] = [
    [Table("rows" as never), /its rows are no list/],
    [Table(null as never), /its rows are no list/],
    [Table(hostile), /^no$/],
    [Image(Uint8Array.of(1, 2)), /no picture that is known/],
    [Image("a.png" as never), /it takes the bytes of a picture/],
    [Chart(undefined as never), /it takes an object/],
    [Markdown(Object.create(null) as never), /primitive/],
  ];
  for (const [{ description }, text] of cases) {
    assert.equal((description as { is: string }).is, "wrong");
    assert.match((description as { text: string }).text, text);
  }
  assert.deepEqual(Table([{ a: 1 }, null] as never).description, {
    is: "table",
    columns: ["a"],
    rows: [[1], [""]],
    total: 2,
  });
});
