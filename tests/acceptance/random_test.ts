import assert from "node:assert/strict";
import fc from "fast-check";
import { type FinishedRun, Lab } from "./harness.ts";
import { holds } from "../helpers/property.ts";
import { countSteps, FlowWriter, interpret, parts } from "./random_flow.ts";

// A flow takes seconds.
const effort = { runs: 3, seed: 11, endOnFailure: true };

const sequences = parts.filter((sequence) => countSteps(sequence) <= 14);

function succeeded({ events }: FinishedRun): number[] {
  return events.filter((event) => event.type === "task_succeeded").map((event) =>
    Number(event.task)
  );
}

Deno.test("flows of random shape end as they should, however often they fail and are resumed", async () => {
  const cases = fc.record({
    sequence: sequences,
    fails: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    keepGoing: fc.boolean(),
    workers: fc.integer({ min: 1, max: 3 }),
  });
  await holds(
    fc.asyncProperty(cases, async ({ sequence, fails, keepGoing, workers }) => {
      await using lab = new Lab();
      const { trace, places } = interpret(sequence);
      const file = lab.write("flow.ts", new FlowWriter().source(sequence));
      let troubles = [...new Set(fails.map((at) => places[at % places.length]!))];
      lab.write("trouble", troubles.join("\n"));
      const options = [
        `--allow-read=${lab.path}`,
        "--max-workers",
        String(workers),
        ...keepGoing ? ["--keep-going"] : [],
      ];
      let run = await lab.run(file, ["--folder", lab.path, ...options], { status: "failed" });
      const done = new Set(succeeded(run));
      while (run.status === "failed") {
        const place = /trouble at (.*)/.exec(run.events.at(-1)!.error.message)![1];
        troubles = troubles.filter((one) => one !== place);
        lab.write("trouble", troubles.join("\n"));
        run = await lab.start(["resume", file, ...options]).ended;
        assert.notEqual(run.status, "", run.stderr);
        for (const task of succeeded(run)) {
          assert.ok(!done.has(task), `task ${task} runs again`);
          done.add(task);
        }
      }
      assert.equal(run.status, "succeeded");
      assert.equal(done.size, places.length);
      assert.deepEqual((await lab.dump(run.run)).trace, trace);
    }),
    effort,
  );
});

Deno.test("flows of random shape lose nothing that was reported when flow is killed, again and again", async () => {
  const cases = fc.record({
    sequence: sequences,
    kills: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 }),
    workers: fc.integer({ min: 1, max: 3 }),
  });
  await holds(
    fc.asyncProperty(cases, async ({ sequence, kills, workers }) => {
      await using lab = new Lab();
      const { trace, places } = interpret(sequence);
      const file = lab.write("flow.ts", new FlowWriter().source(sequence));
      lab.write("trouble", "");
      const options = [`--allow-read=${lab.path}`, "--max-workers", String(workers)];
      const done = new Set<number>();
      let args = ["run", file, "--folder", lab.path];
      for (const kill of [...kills, Infinity]) {
        const running = lab.start([...args, ...options]);
        let seen = 0;
        const reached = running.until(() => ++seen >= kill);
        await Promise.race([reached.catch(() => {}), running.ended]);
        running.signal("SIGKILL");
        const run = await running.ended;
        for (const task of succeeded(run)) {
          assert.ok(!done.has(task), `task ${task} runs again`);
          done.add(task);
        }
        if (run.status === "succeeded") {
          assert.deepEqual((await lab.dump(run.run)).trace, trace);
          assert.ok(done.size <= places.length);
          return;
        }
        args = ["resume", file];
      }
      assert.fail("it has never succeeded");
    }),
    effort,
  );
});
