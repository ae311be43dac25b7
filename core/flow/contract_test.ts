import assert from "node:assert/strict";
import GenreStats from "../../tests/types/contract.ts";
import { createTask } from "./instance.ts";
import { testHost, type TestHostOptions } from "./test_host.ts";

const members = { minVotes: { kind: "param" as const, value: 1000 } };

async function runStep(options: TestHostOptions) {
  const task = createTask(GenreStats, testHost({ members, ...options }));
  await task.run();
  const { sets, next } = task.outcome();
  return { artifacts: Object.fromEntries(sets), next };
}

Deno.test("the example of the design runs from start to end", async () => {
  const start = await runStep({ step: "start" });
  assert.deepEqual(start.artifacts, { genres: ["Drama", "Noir"] });
  assert.equal(start.next?.kind, "foreach");

  const items = [...start.next?.items as Iterable<string>];
  const inputs = [];
  for (const [index, value] of items.entries()) {
    const frames = [{ index, size: items.length, value }];
    const score = await runStep({ step: "score", artifacts: start.artifacts, frames });
    assert.deepEqual(score.next, { kind: "linear", targets: ["gather"] });
    const artifacts = { ...start.artifacts, ...score.artifacts };
    inputs.push({ step: "score", artifacts, item: value, index });
  }
  const gather = await runStep({ step: "gather", inputs });
  assert.deepEqual(gather.artifacts, { means: { Drama: 7.5, Noir: 9 } });

  const printed: unknown[] = [];
  const log = console.log;
  console.log = (...values) => printed.push(...values);
  try {
    assert.equal((await runStep({ step: "end", artifacts: gather.artifacts })).next, null);
  } finally {
    console.log = log;
  }
  assert.deepEqual(printed, [{ Drama: 7.5, Noir: 9 }]);
});
