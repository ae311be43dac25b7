import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** What a task knows of itself is what is seen from outside. */
export const current: CalmBehaviour = {
  name: "current",

  add: () => ({
    imports: ["current"],
    members: "currentSeen!: unknown;",
    onStep: () => ({
      code: `Deno.writeTextFileSync(\`\${current.tempDir}/own\`, place);
        this.currentSeen = {
          flow: current.flow,
          run: current.run,
          step: current.step,
          task: current.task,
          attempt: current.attempt,
          pathspec: current.pathspec,
          originRun: current.originRun,
          project: current.project,
          aborted: current.signal.aborted,
          written: Deno.readTextFileSync(\`\${current.tempDir}/own\`),
          input: this.input ?? null,
          index: this.index,
          sizes: this.foreachStack().map(({ size }) => size),
        };`,
    }),
  }),

  check(seen, { model }) {
    expectArtifact(seen, "currentSeen", ({ key, step, number, indexes }) => {
      const index = indexes.at(-1);
      return {
        flow: model.flow,
        run: seen.run,
        step,
        task: number,
        attempt: 1,
        pathspec: `${seen.run}/${step}/${number}`,
        originRun: null,
        project: null,
        aborted: false,
        written: key,
        input: index === undefined ? null : `item ${index}`,
        index: index ?? -1,
        sizes: indexes.map((_, level) => sizeOf(model.tasks, indexes.slice(0, level))),
      };
    });
  },
};

/** How many items the foreach has that goes on inside of these positions. */
function sizeOf(tasks: readonly { indexes: readonly number[] }[], outer: number[]): number {
  const inside = tasks.filter(({ indexes }) => outer.every((at, level) => indexes[level] === at))
    .map(({ indexes }) => indexes[outer.length]);
  return Math.max(...inside.map((at) => at ?? -1)) + 1;
}
