import assert from "node:assert/strict";
import { expectArtifact, expectSuccess } from "../expect.ts";
import { Model } from "../model/model.ts";
import type { PlayedBehaviour } from "./behaviour.ts";

/** More than ten, so that 10 is not taken for what comes after 1. */
const WIDTH = 12;

/** Parents and children of every task of a wide run, and the order of the inputs of joins. */
export const lineage: PlayedBehaviour = {
  name: "lineage at width 12",
  unfit: ({ shape }) => "why" in shape.wide ? `nothing in it gets wide: ${shape.wide.why}` : null,

  async play(stage) {
    const model = new Model(stage.model.shape, WIDTH);
    const { run, status } = await stage.run([{
      members: "own!: string;\nparentsSeen!: string[];",
      onStep: (plan, position) => ({
        code: `this.parentsSeen = ${
          position === 0 ? "[]" : plan.join ? "[...inputs].map((one) => one.own)" : "[this.own]"
        };
          this.own = place;`,
      }),
    }], model);
    assert.equal(status, "succeeded");
    await stage.look(run, (seen) => {
      expectSuccess(seen, model.tasks);
      expectArtifact(seen, "parentsSeen", ({ key }) => model.task(key).parents);
    });
  },
};
