import assert from "node:assert/strict";
import type { RunEvent } from "./events.ts";
import { prespawn } from "./prespawn.ts";
import { startRun } from "./run.ts";

const SOURCE = `import { FlowSpec, step } from "flow";
export default class Chain extends FlowSpec {
  @step start() { this.next(this.middle); }
  @step middle() { this.next(this.end); }
  @step end() {}
}
`;

Deno.test("a run goes on without executors that have died before they were needed", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    const file = `${folder}/flow.ts`;
    Deno.writeTextFileSync(file, SOURCE);
    const store = `${folder}/.flow`;
    const prespawned = prespawn(file, store)!;
    for (const { pid, gone } of prespawned.spares) {
      Deno.kill(pid, "SIGKILL");
      await gone;
    }
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => void events.push(event);
    const { ended } = await startRun({ file, store, prespawned, onEvent });
    const { status, tasks } = await ended;
    assert.deepEqual([status, tasks.succeeded, tasks.failed], ["succeeded", 3, 0]);
    const steps = events.filter(({ type }) => type === "task_succeeded");
    assert.deepEqual(steps.map((event) => "step" in event && event.step), [
      "start",
      "middle",
      "end",
    ]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
