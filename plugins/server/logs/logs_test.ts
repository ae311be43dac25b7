import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogPiece } from "../../../store/metadata/logs.ts";
import { holds } from "../../../tests/helpers/property.ts";
import { ServedStore } from "../testing.ts";
import { countLines, LineReader, type OpenLine } from "./line_reader.ts";

const AT = "/runs/Demo/1/tasks/1/logs";

Deno.test("lines are counted as they are read, wherever pieces are cut and streams mix", async () => {
  const piece = fc.record({
    stream: fc.constantFrom<LogPiece["stream"]>("stdout", "stderr"),
    text: fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 6 }),
  });
  await holds(
    fc.property(fc.array(piece, { maxLength: 12 }), (given) => {
      const pieces = given.map((one, seq) => ({ ...one, seq, time: seq }));
      const read = (from: number, open: OpenLine) => {
        const reader = new LineReader(open);
        const lines = pieces.slice(from).flatMap((one) => [...reader.read(one)]);
        return [...lines, ...reader.rest()];
      };
      const all = read(0, null);
      const texts = (stream: string) => given.filter((one) => one.stream === stream);
      for (const stream of ["stdout", "stderr"]) {
        const text = texts(stream).map((one) => one.text).join("").replaceAll("\n", "");
        const lines = all.filter((one) => one.stream === stream).map((one) => one.text).join("");
        assert.equal(lines, text, "nothing is lost");
      }
      let count = 0;
      let open: OpenLine = null;
      for (const [at, one] of pieces.entries()) {
        assert.deepEqual(read(at, open), all.slice(count), `from piece ${at} on`);
        const counted = countLines(one, open);
        count += counted.lines;
        open = counted.open;
      }
      assert.equal(count, all.length);
    }),
    { runs: 1000 },
  );
});

/** A task that has printed `count` lines, in pieces that end anywhere. */
function print(served: ServedStore, count: number): void {
  const run = served.store.run();
  run.task("start");
  const insert = served.store.db.prepare(`INSERT INTO logs
    (run, task, attempt, seq, stream, time, text) VALUES (?, 1, 1, ?, 1, ?, ?)`);
  const text = Array.from({ length: count }, (_, line) => `line ${line} ${"x".repeat(80)}\n`)
    .join("");
  served.store.db.exec("BEGIN");
  for (let at = 0, seq = 0; at < text.length; at += 997, seq++) {
    insert.run(run.id, seq, 1000 + seq, text.slice(at, at + 997));
  }
  served.store.db.exec("COMMIT");
}

Deno.test("a long log is read from either end, from any line, and from a time on", async () => {
  await using served = new ServedStore();
  print(served, 50_000);
  const lines = async (query: string) => {
    const { status, body } = await served.get(`${AT}/lines?attempt=1&${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    const { from, total, open } = body;
    assert.deepEqual([total, open], [50_000, false]);
    // deno-lint-ignore no-explicit-any -- rows as they come
    return [from, ...body.lines.map((line: any) => Number(line.text.split(" ")[1]))];
  };
  assert.deepEqual(await lines("limit=2"), [0, 0, 1]);
  assert.deepEqual(await lines("from=-2"), [49_998, 49_998, 49_999]);
  assert.deepEqual(await lines("from=31234&limit=3"), [31_234, 31_234, 31_235, 31_236]);
  assert.deepEqual(await lines("from=50000"), [50_000]);
  assert.deepEqual(await lines("from=1000000000"), [50_000]);
  assert.deepEqual(await lines("from=-1000000000&limit=1"), [0, 0]);
  const [line] = await lines("time=2000&limit=1");
  const at = (await served.get(`${AT}/lines?attempt=1&from=${line - 1}&limit=2`)).body.lines;
  assert.deepEqual(at.map(({ time }: { time: number }) => time >= 2000), [false, true]);
  assert.deepEqual(await lines("time=99999999"), [50_000]);
  const text = await (await fetch(`${served.url}/api${AT}/text?attempt=1`)).text();
  assert.equal(text.split("\n").length, 50_001);
});

Deno.test("a log that grows is followed, line by line", async () => {
  await using served = new ServedStore();
  const run = served.store.run();
  run.task("start", { logs: [[1, "one\ntw"]] });
  const insert = served.store.db.prepare(`INSERT INTO logs
    (run, task, attempt, seq, stream, time, text) VALUES (?, 1, 1, ?, ?, 5, ?)`);
  const page = async (from: number) => {
    const { lines, total, open } = (await served.get(`${AT}/lines?attempt=1&from=${from}`)).body;
    return [lines.map(({ text }: { text: string }) => text).join("|"), total, open];
  };
  assert.deepEqual(await page(0), ["one|tw", 2, true]);
  insert.run(run.id, 1, 1, "o\nthree\n");
  assert.deepEqual(await page(1), ["two|three", 3, false]);
  insert.run(run.id, 2, 2, "err");
  insert.run(run.id, 3, 1, "out\r\n");
  assert.deepEqual(await page(3), ["err|out", 5, false]);
  const stderr = await served.get(`${AT}/lines?attempt=1&stream=stderr`);
  assert.deepEqual(stderr.body.lines.map(({ text }: { text: string }) => text), ["err"]);
  served.store.db.exec("DELETE FROM logs");
  insert.run(run.id, 9, 1, "again\n");
  assert.deepEqual(await page(0), ["again", 1, false], "the attempt has run again");
});

Deno.test("a log is searched on the server, page by page", async () => {
  await using served = new ServedStore();
  print(served, 20_000);
  const found: number[] = [];
  for (let from: number | null = 0; from !== null;) {
    const { status, body } = await served.get(
      `${AT}/search?attempt=1&q=LINE%201999&limit=4&from=${from}`,
    );
    assert.equal(status, 200, JSON.stringify(body));
    found.push(...body.matches.map(({ line }: { line: number }) => line));
    from = body.next;
  }
  assert.deepEqual(found, [1999, ...Array.from({ length: 10 }, (_, i) => 19_990 + i)]);
  const exact = await served.get(`${AT}/search?attempt=1&q=LINE&case=true`);
  assert.deepEqual(exact.body, { matches: [], next: null });
  for (const query of ["attempt=1&q=", "q=x", "attempt=1&q=x&from=-1", "attempt=x&q=y"]) {
    assert.equal((await served.get(`${AT}/search?${query}`)).status, 400, query);
  }
  assert.equal((await served.get("/runs/Demo/1/tasks/9/logs/lines?attempt=1")).status, 404);
  assert.deepEqual((await served.get(`${AT}/lines?attempt=7`)).body, {
    ...{ from: 0, lines: [], total: 0, open: false },
  });
});
