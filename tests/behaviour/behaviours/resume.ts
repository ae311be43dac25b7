import assert from "node:assert/strict";
import { expectArtifact, expectSuccess, expectTasks } from "../expect.ts";
import type { Addition } from "../model/addition.ts";
import type { ExpectedTask } from "../model/expected.ts";
import { isAt } from "../model/source.ts";
import type { Stage } from "../stage.ts";
import type { Ended } from "../ways/way.ts";
import type { PlayedBehaviour } from "./behaviour.ts";
import { type Kind, KINDS } from "./kinds.ts";
import { trail, trailsOf } from "./trail.ts";

/** A run fails at one task, is mended and resumed: for each kind of step. */
export const resumes: readonly PlayedBehaviour[] = KINDS.map(resumeAt);

function resumeAt(
  { name, lack = `it has no ${name.replace(/^an? /, "")}`, find }: Kind,
): PlayedBehaviour {
  return {
    name: `resume at ${name}`,
    unfit: (model) => find(model) ? null : lack,
    async play(stage) {
      const at = find(stage.model)!;
      const first = await stage.run([trail, told, failingAt(at)]);
      await expectFailed(stage, first, at, () => null);
      const second = await stage.resume(first.run, [trail, told]);
      const done = doneUntil(stage, at);
      await expectResumed(
        stage,
        second,
        first.run,
        done,
        (key) => done.has(key) ? first.run : second.run,
      );
    },
  };
}

/** Fails, is resumed, fails further on, and is resumed again. */
export const resumeOfResume: PlayedBehaviour = {
  name: "resume of a resume",

  async play(stage) {
    const { tasks } = stage.model;
    const [at, then] = [tasks[Math.floor(tasks.length / 3)]!, tasks.at(-1)!];
    const first = await stage.run([trail, told, failingAt(at)]);
    await expectFailed(stage, first, at, () => null);
    const second = await stage.resume(first.run, [trail, told, failingAt(then)]);
    const before = doneUntil(stage, at);
    await expectFailed(stage, second, then, (key) => before.has(key) ? first.run : null);
    const third = await stage.resume(second.run, [trail, told]);
    const done = doneUntil(stage, then);
    await expectResumed(
      stage,
      third,
      second.run,
      done,
      (key) => before.has(key) ? first.run : done.has(key) ? second.run : third.run,
    );
  },
};

/** Says in which run a task has run. */
const told: Addition = {
  imports: ["current"],
  onStep: () => ({ code: "console.log(`in ${current.run}`);" }),
};

function failingAt(at: ExpectedTask): Addition {
  return {
    onStep: ({ name }) =>
      name === at.step ? { code: `if (${isAt(at)}) throw new Error(\`fails at \${place}\`);` } : {},
  };
}

function doneUntil({ model }: Stage, at: ExpectedTask): Set<string> {
  const keys = new Set(model.tasksUntil(at.key).map(({ key }) => key));
  keys.delete(at.key);
  return keys;
}

async function expectFailed(
  stage: Stage,
  { run, status }: Ended,
  at: ExpectedTask,
  originOf: (key: string) => string | null,
): Promise<void> {
  assert.equal(status, "failed");
  await stage.look(run, (seen) => {
    assert.equal(seen.error, `fails at ${at.key}`);
    const statusOf = ({ key }: { key: string }) => key === at.key ? "failed" : "succeeded";
    expectTasks(seen, stage.model.tasksUntil(at.key), statusOf);
    for (const { key, origin } of seen.tasks) assert.equal(origin, originOf(key), key);
  });
}

async function expectResumed(
  stage: Stage,
  { run, status, events }: Ended,
  origin: string,
  taken: ReadonlySet<string>,
  ranIn: (key: string) => string,
): Promise<void> {
  const { model } = stage;
  assert.equal(status, "succeeded", JSON.stringify(events.at(-1)));
  const started = events.flatMap((event) => event.type === "task_started" ? [event.task] : []);
  const trails = trailsOf(model);
  await stage.look(run, (seen) => {
    expectSuccess(seen, model.tasks);
    assert.equal(seen.origin, origin);
    expectArtifact(seen, "trail", ({ key }) => trails.get(key));
    for (const task of seen.tasks) {
      assert.equal(task.origin, taken.has(task.key) ? origin : null, task.key);
      assert.deepEqual(task.stdout, [`in ${ranIn(task.key)}`], task.key);
      assert.equal(task.attempts.length, 1, task.key);
    }
    const ran = seen.tasks.filter(({ key }) => !taken.has(key)).map(({ number }) => String(number));
    assert.deepEqual(started.toSorted(), ran.sort(), "only what had not ended runs");
  });
}
