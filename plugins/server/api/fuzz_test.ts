/** The API against its own OpenAPI document: whatever is asked, the answer is one that it names. */

// deno-lint-ignore-file no-explicit-any -- the document

import assert from "node:assert/strict";
import fc from "fast-check";
import { mismatch, resolve } from "../../../tests/helpers/json_schema.ts";
import { holds } from "../../../tests/helpers/property.ts";
import { fill, ServedStore } from "../testing.ts";

/** What may be meant by parameters of these names: things that are there, and nearly. */
const LIKELY: Record<string, string[]> = {
  flow: ["Genres", "Genres", "Genres", "Genres", "Genres", "Other", "genres", "Genres "],
  run: ["2", "2", "2", "2", "1", "3", "latest", "Genres/2", "99"],
  task: ["3", "3", "3", "0", "1", "2", "5", "99"],
  name: ["mean", "item", "item", "näme /?#%", "total", "title"],
  step: ["start", "score", "none"],
  attempt: ["1", "2"],
  id: ["default", "default", "other"],
  user: ["ann", "bob"],
  tag: ["nightly", "pin", "user:ann"],
  param: ["minVotes:5", "title:a/b?c#d", "x", ":", "a:"],
  q: ["gen", "%", "a b", "1"],
  after: ["1", "0.1", "2000.2", "failed.3", ".4", "-1.1", "1000.1"],
  path: ["flow.ts"],
  time: ["0", "2001", "99999999999999"],
  from: ["0", "-1", "1", "-999999", "999999"],
};

const ODD = ["", "0", "-1", "1.5", "1e9", "99999999999999999999", "NaN", "null", "true", "\0", "é"];

function valuesOf(document: any, { name, schema }: any): fc.Arbitrary<string> {
  const of = schema.$ref === undefined ? schema : resolve(document, schema.$ref);
  const choices = [
    fc.constantFrom(...ODD),
    fc.string({ maxLength: 20, unit: "binary" }),
    ...(of.enum === undefined ? [] : [fc.constantFrom<string>(...of.enum)]),
    ...(LIKELY[name] === undefined ? [] : [fc.constantFrom(...LIKELY[name])]),
    ...([of.type].flat().includes("integer") ? [fc.integer().map(String)] : []),
    ...(of.pattern === undefined
      ? []
      : [fc.stringMatching(new RegExp(of.pattern), { size: "xsmall" })]),
  ];
  // Mostly what has a meaning: else nearly nothing comes past the first check.
  const likely = LIKELY[name] ?? of.enum;
  return likely === undefined
    ? fc.oneof(...choices)
    : fc.oneof({ arbitrary: fc.constantFrom<string>(...likely), weight: 8 }, ...choices);
}

function requestOf(document: any, path: string, method: string, route: any) {
  const parameters: any[] = route.parameters ?? [];
  const fields = Object.fromEntries(parameters.map((parameter) => {
    const value = valuesOf(document, parameter);
    const several = parameter.in === "query"
      ? fc.oneof(
        { arbitrary: value.map((one) => [one]), weight: 5 },
        fc.array(value, { maxLength: 3 }),
      )
      : value.map((one) => [one]);
    const isNeeded = parameter.required || parameter.in === "path";
    const given = isNeeded ? several : fc.option(several, { nil: [], freq: 1 });
    return [parameter.name, given];
  }));
  return fc.record(fields).map((values: Record<string, string[]>) => {
    let address = path;
    const query = new URLSearchParams();
    for (const { name, in: place } of parameters) {
      for (const value of values[name]!) {
        if (place === "query") query.append(name, value);
        else address = address.replace(`{${name}}`, encodeURIComponent(value.toWellFormed()));
      }
    }
    return { path, method, route, address: `/api${address}?${query}` };
  });
}

Deno.test("whatever is asked, the answer is one that the OpenAPI document names", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { body: document } = await served.get("/openapi.json");
  const requests = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods)
      // The one goes on for ever; the other writes, and is asked below.
      .filter(([method]) => path !== "/events" && method === "get")
      .map(([method, route]) => requestOf(document, path, method, route))
  );
  const seen = new Map<string, Set<number>>();
  await holds(
    fc.asyncProperty(fc.oneof(...requests), async ({ path, route, address }) => {
      const response = await fetch(served.url + address);
      const { status } = response;
      const type = response.headers.get("content-type")?.split(";")[0];
      (seen.get(path) ?? seen.set(path, new Set()).get(path)!).add(status);
      // A path segment of dots or of nothing makes another path, which there is not.
      const isOther = status === 404 && type === "application/problem+json";
      const answer = status === 500 ? undefined : route.responses[status];
      assert.ok(answer !== undefined || isOther, `${status}: ${await response.clone().text()}`);
      if (type === "application/json" || type === "application/problem+json") {
        const schema = answer?.content?.[type]?.schema ??
          (isOther ? resolve(document, "#/components/schemas/Problem") : undefined);
        const body = await response.json();
        if (schema !== undefined) assert.equal(mismatch(document, schema, body), null);
      } else await response.body?.cancel();
    }),
    { runs: 3000 },
  );
  const never = Object.keys(document.paths).filter((path) =>
    path !== "/events" && ![...seen.get(path) ?? []].some((status) => status < 300)
  );
  assert.deepEqual(never, [], "each route has answered, too");
});

Deno.test("whatever is sent as a change of tags, it is done or refused", async () => {
  await using served = new ServedStore();
  fill(served.store);
  const { body: document } = await served.get("/openapi.json");
  const route = document.paths["/runs/{flow}/{run}/tags"].post;
  const tags = fc.array(fc.oneof(fc.constantFrom("a", "user:ann", "pin"), fc.string()), {
    maxLength: 4,
  });
  const change = fc.oneof(
    fc.record({ add: tags, remove: tags }, { requiredKeys: [] }),
    fc.jsonValue(),
  );
  await holds(
    fc.asyncProperty(change, async (body) => {
      const response = await fetch(`${served.url}/api/runs/Genres/2/tags`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const answer = await response.json();
      const [[type, { schema }]] = Object.entries<any>(
        route.responses[response.status].content,
      ) as [
        [string, any],
      ];
      assert.equal(response.headers.get("content-type"), type);
      assert.equal(mismatch(document, schema, answer), null);
    }),
    { runs: 200 },
  );
});
