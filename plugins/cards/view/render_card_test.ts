import assert from "node:assert/strict";
import type { Description } from "../author/description.ts";
import type { TaskFacts } from "./facts.ts";
import { type CardToRender, renderCard } from "./render_card.ts";

/** Text that would do something if it were taken as HTML, as an attribute, or as a style. */
const HOSTILE = `"><script>evil()</script><img src=x onerror=evil()></style></iframe>'\u0000`;

function card(change: Partial<CardToRender>): CardToRender {
  return {
    title: HOSTILE,
    type: "blank",
    content: null,
    facts: null,
    running: false,
    bare: false,
    ...change,
  };
}

function content(components: unknown[], error?: string): CardToRender["content"] {
  return { kind: "json", text: JSON.stringify({ components, error }) };
}

/** Fails where anything of a flow has become markup: all that is there is Flow's own. */
function assertHarmless(html: string) {
  assert.doesNotMatch(html, /<script|<img src=x|onerror=evil\(\)>|<\/iframe>'/i);
  assert.equal(html.match(/<\/style>/g)!.length, html.match(/<style>/g)!.length);
  assert.ok(!html.includes("\0"));
  assert.match(html, /^<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">/);
  assert.match(
    html,
    /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;">/,
  );
}

Deno.test("text of a flow stays text in every field of every component", async () => {
  const h = HOSTILE;
  const components: Description[] = [
    { is: "markdown", text: h },
    {
      is: "markdown",
      text: `[a](javascript:evil()) [b](data:text/html,x) ![c](${h})\n\n\`\`\`${h}\n${h}`,
    },
    {
      is: "table",
      columns: [h],
      rows: [[h], [{ is: "markdown", text: h }], [[h]]],
      total: 3,
      label: h,
    },
    { is: "image", type: "image/png", base64: "AAAA", alt: h, label: h },
    { is: "progress", value: 1, max: 2, unit: h, label: h },
    { is: "value", label: h, value: h, unit: h },
    { is: "code", text: h, language: h, label: h },
    { is: "json", value: { [h]: [h] }, label: h },
    { is: "events", events: [{ time: 0, fields: { [h]: h } }], label: h },
    { is: "wrong", text: h },
    { is: "chart", spec: { mark: h }, label: h },
    {
      is: "chart",
      spec: {
        title: h,
        data: { values: [{ a: h, b: 1 }] },
        mark: { type: "bar", tooltip: true, href: "javascript:evil()" },
        encoding: { x: { field: "a", type: "nominal" }, y: { field: "b", type: "quantitative" } },
      },
      label: h,
    },
  ];
  const html = await renderCard(card({ content: content(components, h) }));
  assertHarmless(html);
  assert.doesNotMatch(html, /href="(javascript|data):/);
});

Deno.test("text of a flow stays text in what is known of a task", async () => {
  const h = HOSTILE;
  const error = { name: h, message: h, stack: h, type: h, hint: h };
  const value = { name: h, kind: h, size: 1, preview: { is: "json", value: h } as const };
  const facts: TaskFacts = {
    pathspec: h,
    step: h,
    attempt: 1,
    attempts: [
      { attempt: 1, status: h, started: 0, finished: 1, error },
      { attempt: 2, status: h, started: 0, finished: null, error: null },
    ],
    frames: [{ step: h, index: 0, size: 1, item: h }],
    parameters: [value],
    artifacts: [value, { ...value, preview: null }],
    more: 2,
    before: [h],
    after: [h],
    graph: null,
    origin: h,
  };
  assertHarmless(await renderCard(card({ type: "default", facts })));
});

Deno.test("what is no component is shown as a value, and what is no description says so", async () => {
  const wrong = [
    { is: "script", text: "x" },
    { is: "image", type: "text/html", base64: "AAAA", alt: "" },
    { is: "image", type: "image/png", base64: '"><script>', alt: "" },
    { is: "table", columns: "abc", rows: [], total: 0 },
    { is: "progress", value: "1", max: 1 },
    { is: "markdown", text: "x", label: 7 },
    { is: "__proto__" },
    null,
    "text",
  ];
  const html = await renderCard(card({ content: content(wrong) }));
  assertHarmless(html);
  assert.equal(html.match(/Not a component/g)!.length, wrong.length);
  const none = await renderCard(card({ content: { kind: "json", text: '{"a":1}' } }));
  assert.match(none, /no description of one/);
});

Deno.test("HTML of the flow's own stands in a frame without an origin", async () => {
  const made = `<!doctype html><h1 title="a">mine</h1><script>draw()</script>`;
  const own = card({ type: "own", title: "t", content: { kind: "text", text: made } });
  const file = await renderCard(own);
  assert.match(file, /<iframe sandbox="allow-scripts" title="t" srcdoc="[^"<>]*"/);
  assert.doesNotMatch(file.replace(/srcdoc="[^"]*"/, ""), /<script|mine/);
  const bare = await renderCard({ ...own, bare: true });
  assert.match(
    bare,
    /^<!doctype html>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security/,
  );
  assert.match(bare, /script-src &#39;unsafe-inline&#39;/);
  assert.ok(bare.endsWith(`<h1 title="a">mine</h1><script>draw()</script>`));
});

Deno.test("a card that is not there yet, or never was, says so", async () => {
  assert.match(await renderCard(card({})), /has put nothing on this card/);
  assert.match(await renderCard(card({ running: true })), /Nothing yet/);
  assert.match(await renderCard(card({ type: "own", running: true })), /when the step has ended/);
  assert.match(await renderCard(card({ type: "own" })), /was not made/);
  const failed = await renderCard(card({ type: "own", content: content([], "Error: <b>") }));
  assert.match(failed, /could not be made[^]*Error: &#60;b&#62;/);
});
