import assert from "node:assert/strict";
import { createSharedMemory, SyncAnswerer, WINDOW } from "./sync_channel.ts";

/** What a Worker of the test says. */
type FromWorker =
  | { k: "more" }
  | { k: "ask"; what: string }
  | { k: "done"; length?: number; sum?: number; error?: string };

/** A Worker that asks for each of `questions` in turn, blocking, and tells what it got. */
function blockingWorker(questions: { what: string; size?: number }[]) {
  const memory = createSharedMemory();
  const module = new URL("./sync_channel.ts", import.meta.url).href;
  const code = `
    import { SyncCaller } from ${JSON.stringify(module)};
    self.onmessage = ({ data: { memory, questions } }) => {
      const caller = new SyncCaller(memory, (message) => self.postMessage(message));
      for (const { what, size } of questions) {
        try {
          const bytes = caller.call({ k: "ask", what }, size);
          let sum = 0;
          for (const byte of bytes) sum += byte;
          self.postMessage({ k: "done", length: bytes.length, sum });
        } catch (error) {
          self.postMessage({ k: "done", error: error.message });
        }
      }
    };`;
  const url = URL.createObjectURL(new Blob([code], { type: "application/javascript" }));
  const worker = new Worker(url, { type: "module" });
  worker.postMessage({ memory, questions });
  return {
    memory,
    worker,
    [Symbol.dispose]() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

/** Asks in a Worker and answers here. */
async function ask(
  questions: { what: string; size?: number }[],
  answer: (what: string, answerer: SyncAnswerer) => void,
): Promise<Extract<FromWorker, { k: "done" }>[]> {
  using there = blockingWorker(questions);
  const answerer = new SyncAnswerer(there.memory);
  const results: Extract<FromWorker, { k: "done" }>[] = [];
  const all = Promise.withResolvers<void>();
  there.worker.onerror = (event) => {
    event.preventDefault();
    all.reject(new Error(event.message));
  };
  there.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.k === "more") answerer.more();
    else if (data.k === "ask") answer(data.what, answerer);
    else if (results.push(data) === questions.length) all.resolve();
  };
  await all.promise;
  return results;
}

Deno.test("SyncCaller.call() gives answers of any size, in any pieces", async () => {
  const answers: Record<string, Uint8Array[]> = {
    nothing: [],
    empty: [new Uint8Array(0), new Uint8Array(0)],
    small: [new Uint8Array([1, 2, 3])],
    pieces: [new Uint8Array([1]), new Uint8Array(0), new Uint8Array([2, 3])],
    window: [new Uint8Array(WINDOW).fill(1)],
    beyond: [new Uint8Array(WINDOW + 1).fill(1)],
    large: [new Uint8Array(3 * WINDOW + 5).fill(2), new Uint8Array(2 * WINDOW).fill(1)],
  };
  const names = Object.keys(answers);
  const sizes = names.map((name) => answers[name]!.reduce((sum, part) => sum + part.length, 0));
  const found = await ask(
    // Asked twice: with the size known, and not.
    [...names.map((what) => ({ what })), ...names.map((what, at) => ({ what, size: sizes[at]! }))],
    (what, answerer) => answerer.answer(answers[what]!),
  );
  const expected = names.map((name, at) => ({
    k: "done",
    length: sizes[at]!,
    sum: answers[name]!.reduce((all, part) => part.reduce((sum, byte) => sum + byte, all), 0),
  }));
  assert.deepEqual(found, [...expected, ...expected]);
});

Deno.test("SyncCaller.call() gives all bytes where the size that was told is wrong", async () => {
  const found = await ask(
    [{ what: "a", size: 1 }, { what: "a", size: 100 }],
    (_what, answerer) => answerer.answer([new Uint8Array(10).fill(1)]),
  );
  assert.deepEqual(found.map(({ length, sum }) => [length, sum]), [[10, 10], [10, 10]]);
});

Deno.test("SyncCaller.call() throws what the other half says, and can be called again", async () => {
  function* broken() {
    yield new Uint8Array(2 * WINDOW);
    throw new Error("The object is damaged");
  }
  const found = await ask(
    [{ what: "fail" }, { what: "broken" }, { what: "ok" }],
    (what, answerer) => {
      if (what === "fail") answerer.fail('There is no object "é"');
      else answerer.answer(what === "broken" ? broken() : [new Uint8Array([7])]);
    },
  );
  assert.deepEqual(found, [
    { k: "done", error: 'There is no object "é"' },
    { k: "done", error: "The object is damaged" },
    { k: "done", length: 1, sum: 7 },
  ]);
});
