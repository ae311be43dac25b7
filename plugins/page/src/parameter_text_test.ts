import assert from "node:assert/strict";
import { parameterText } from "./parameter_text.ts";

Deno.test("parameterText() tells paths from the flow's folder, and all else as it is", () => {
  const file = "/home/me/films/flows/ratings.ts";
  const cases: [value: unknown, text: string][] = [
    ["/home/me/films/flows/movies.json", "movies.json"],
    ["/home/me/films/data/movies.json", "../data/movies.json"],
    ["/home/me/movies.json", "../../movies.json"],
    ["/data/other/movies.json", "/data/other/movies.json"],
    ["/", "/"],
    ["/a\n/b", "/a\n/b"],
    ["drama", "drama"],
    [5, "5"],
    [[1, "a"], '[1,"a"]'],
    [null, "null"],
  ];
  for (const [value, text] of cases) assert.equal(parameterText(value, file), text);
});
