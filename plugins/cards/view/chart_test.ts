import assert from "node:assert/strict";
import { chartHtml } from "./chart.ts";

const DATA = { values: [{ a: "<A>", b: 2 }, { a: "B", b: 3 }] };
const ENCODING = {
  x: { field: "a", type: "nominal" },
  y: { field: "b", type: "quantitative" },
};

/** The two pictures of a chart. */
async function svgsOf(spec: object): Promise<string[]> {
  const { text } = await chartHtml({ is: "chart", spec: spec as never });
  return [...text.matchAll(/data:image\/svg\+xml;base64,([\w+/=]+)/g)].map(([, base64]) =>
    new TextDecoder().decode(Uint8Array.fromBase64(base64!))
  );
}

Deno.test("a chart is a picture for either colour scheme", async () => {
  const [dark, light, ...more] = await svgsOf({ data: DATA, mark: "bar", encoding: ENCODING });
  assert.equal(more.length, 0);
  assert.match(dark!, /^<svg [^]*&lt;A&gt;[^]*#6cb6f5/);
  assert.match(light!, /^<svg [^]*&lt;A&gt;[^]*#1769aa/);
});

Deno.test("a chart computes: expressions, transforms and aggregates", async () => {
  const [svg] = await svgsOf({
    data: DATA,
    transform: [{ calculate: "'twice ' + 2 * datum.b", as: "c" }],
    mark: "text",
    encoding: { text: { field: "c", type: "nominal" }, y: { field: "b", type: "quantitative" } },
  });
  assert.match(svg!, /twice 6/);
});

Deno.test("a chart loads nothing, from wherever", async () => {
  const heard: string[] = [];
  await using server = Deno.serve({ port: 0, onListen() {} }, (request) => {
    heard.push(request.url);
    return new Response("[]");
  });
  const base = `http://127.0.0.1:${server.addr.port}`;
  for (
    const spec of [
      { data: { url: `${base}/data.json` }, mark: "bar", encoding: ENCODING },
      { data: { url: "file:///etc/passwd" }, mark: "bar", encoding: ENCODING },
      { data: DATA, mark: { type: "image", url: `${base}/a.png` }, encoding: ENCODING },
      { data: DATA, mark: { type: "bar", href: `${base}/` }, encoding: ENCODING },
    ]
  ) {
    const svgs = await svgsOf(spec).catch(() => []);
    for (const svg of svgs) assert.doesNotMatch(svg, /127\.0\.0\.1|root:/);
  }
  assert.deepEqual(heard, []);
});

Deno.test("a specification that is wrong is an error, and reaches nothing of the program", async () => {
  await assert.rejects(svgsOf({ mark: "nonsense" }));
  for (
    const calculate of [
      "Deno.exit(3)",
      "constructor.constructor('return 1')()",
      "datum.constructor.constructor('return Deno')()",
      "toString.constructor('globalThis.broken = 1')()",
    ]
  ) {
    const transform = [{ calculate, as: "c" }];
    const encoding = { text: { field: "c", type: "nominal" } };
    await svgsOf({ data: DATA, transform, mark: "text", encoding }).catch(() => {});
  }
  assert.equal(Reflect.get(globalThis, "broken"), undefined);
});
