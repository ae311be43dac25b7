import assert from "node:assert/strict";
import { Timer } from "./timer.ts";

Deno.test("Timer calls after its delay, at once where there is none, and not when cancelled", async () => {
  // Something that keeps the process alive, as a run has.
  const alive = setTimeout(() => {}, 60_000);
  const calls: string[] = [];
  const start = performance.now();
  const last = Promise.withResolvers<void>();
  new Timer(20, () => {
    calls.push(performance.now() - start >= 19 ? "later" : "early");
    last.resolve();
  });
  new Timer(5, () => calls.push("cancelled")).cancel();
  new Timer(0, () => calls.push("at once"));
  const due = new Timer(0, () => calls.push("cancelled when due"));
  due.cancel();
  await last.promise;
  clearTimeout(alive);
  assert.deepEqual(calls, ["at once", "later"]);
});
