import assert from "node:assert/strict";
import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";
import { trail, trailsOf } from "./trail.ts";

const SET = `this.large = "0123456789".repeat(5000);
  this.moment = new Date(86_400_000);
  this.lookup = new Map([["one", 1n]]);
  this.bytes = Uint8Array.of(0, 127, 255);`;
const MERGE = `this.merge(inputs, { include: ["large", "moment", "lookup", "bytes"] });`;

/** What a step leaves is there in the next; what is changed in place is; what is not, is the same. */
export const artifacts: CalmBehaviour = {
  name: "artifact propagation",

  add: () => ({
    members: `
      ${trail.members}
      large!: string;
      moment!: Date;
      lookup!: Map<string, bigint>;
      bytes!: Uint8Array;`,
    onStep(plan, position) {
      const { code } = trail.onStep!(plan, position);
      return { code: `${code}\n${position === 0 ? SET : plan.join ? MERGE : ""}` };
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
