import assert from "node:assert/strict";
import type { CardToRender } from "./render_card.ts";
import { CardRenderer } from "./renderer.ts";

function card(components: unknown[]): CardToRender {
  return {
    title: "t",
    type: "blank",
    content: { kind: "json", text: JSON.stringify({ components }) },
    facts: null,
    running: false,
    bare: false,
  };
}

Deno.test("CardRenderer renders cards in a Worker without rights, one after the other", async () => {
  using renderer = new CardRenderer();
  const [first, second] = await Promise.all([
    renderer.render(card([{ is: "markdown", text: "# one" }])),
    renderer.render(card([{
      is: "chart",
      spec: {
        data: { values: [{ a: 1 }] },
        mark: "point",
        encoding: { x: { field: "a", type: "quantitative" } },
      },
    }])),
  ]);
  assert.match(first, /<h1>one<\/h1>/);
  assert.match(second, /src="data:image\/svg\+xml;base64,/);
});

Deno.test("CardRenderer ends what takes too long, and goes on with the next", async () => {
  using renderer = new CardRenderer(1500);
  // A regular expression that tries all ways to read a text.
  const calculate = `test(regexp("^(a+)+$"), "${"a".repeat(50)}b")`;
  const endless = card([{
    is: "chart",
    spec: {
      data: { values: [{ a: 1 }] },
      transform: [{ calculate, as: "b" }],
      mark: "text",
      encoding: { text: { field: "b", type: "nominal" } },
    },
  }]);
  assert.match(await renderer.render(endless), /cannot be shown[^]*longer than 1\.5 s/);
  assert.match(await renderer.render(card([{ is: "markdown", text: "# two" }])), /<h1>two<\/h1>/);
});

Deno.test("CardRenderer tells of content that is no JSON", async () => {
  using renderer = new CardRenderer();
  const broken = { ...card([]), content: { kind: "json", text: "{" } };
  assert.match(await renderer.render(broken), /This card cannot be shown/);
});
