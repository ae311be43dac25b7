import assert from "node:assert/strict";
import { read } from "./sources.ts";

Deno.test("read() reads the same row from every format", () => {
  const row = ["Alien", "May 25 1979", "203630630", "8.5"];
  const head = ["title", "released", "gross", "rating"];
  const csv = [head, row].map((cells) => cells.join(",")).join("\n") + "\n";
  const tsv = csv.replaceAll(",", "\t");
  const json = JSON.stringify([{
    "Title": "Alien",
    "Release Date": "May 25 1979",
    "Worldwide Gross": 203630630,
    "IMDB Rating": 8.5,
  }]);
  assert.deepEqual(read(csv, "csv"), [row]);
  assert.deepEqual(read(tsv, "tsv"), [row]);
  assert.deepEqual(read(json, "json"), [row]);
});

Deno.test("read() gives the empty text for nothing", () => {
  assert.deepEqual(read('[{"Title":null,"Worldwide Gross":0}]', "json"), [["", "", "0", ""]]);
});

Deno.test("read() throws where no row can be trusted", () => {
  assert.throws(() => read("name,year\nAlien,1979\n", "csv"), /Unknown head of table "name,year"/);
  assert.throws(() => read('[{"Title":"Al', "json"), SyntaxError);
});
