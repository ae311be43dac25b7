import assert from "node:assert/strict";
import { expectArtifact } from "../expect.ts";
import type { Model } from "../model/model.ts";
import type { CalmBehaviour } from "./behaviour.ts";

const KEPT = `this.large = "0123456789".repeat(5000);
  this.moment = new Date(86_400_000);
  this.lookup = new Map([["one", 1n]]);
  this.bytes = Uint8Array.of(0, 127, 255);`;

/** What a step leaves is there in the next; what is changed in place is; what is not, is the same. */
export const artifacts: CalmBehaviour = {
  name: "artifact propagation",

  add: ({ steps }) => ({
    members: `
      trail!: string[];
      large!: string;
      moment!: Date;
      lookup!: Map<string, bigint>;
      bytes!: Uint8Array;`,
    onStep(plan) {
      if (plan === steps[0]) return { code: `this.trail = [place];\n${KEPT}` };
      if (!plan.join) return { code: "this.trail.push(place);" };
      return {
        code: `this.trail = [...[...inputs].flatMap((input) => input.trail), place];
          this.merge(inputs, { include: ["large", "moment", "lookup", "bytes"] });`,
      };
    },
  }),

  check(seen, { model }) {
    const trails = trailsOf(model);
    expectArtifact(seen, "trail", ({ key }) => trails.get(key));
    expectArtifact(seen, "large", () => "0123456789".repeat(5000));
    const { trail, moment, lookup, bytes } = seen.end;
    assert.deepEqual(trail, trails.get(model.tasks.at(-1)!.key));
    assert.deepEqual(moment, { $type: "date", value: "1970-01-02T00:00:00.000Z" });
    const one = { $type: "bigint", value: "1" };
    assert.deepEqual(lookup, { $type: "map", entries: [["one", one]] });
    assert.deepEqual(bytes, { $type: "bytes", base64: "AH//" });
  },
};

/** Who wrote into the trail until a task ends, by its key. */
function trailsOf({ tasks }: Model): Map<string, string[]> {
  const trails = new Map<string, string[]>();
  for (const { key, parents } of tasks) {
    trails.set(key, [...parents.flatMap((parent) => trails.get(parent)!), key]);
  }
  return trails;
}
