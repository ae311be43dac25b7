import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** Members with a plain value are in every step, and cannot be assigned. */
export const constants: CalmBehaviour = {
  name: "constants",

  add: () => ({
    members: `
      factor = 10;
      readonly labels = ["a", "b"];
      constantsSeen!: unknown;`,
    onStep: () => ({
      code: `let refusal = "";
        try {
          Reflect.set(this, ["fac", "tor"].join(""), 11);
        } catch (error) {
          refusal = (error as Error).message.includes("factor") ? "names it" : "does not name it";
        }
        this.constantsSeen = [this.factor, this.labels, refusal];`,
    }),
  }),

  check(seen) {
    expectArtifact(seen, "constantsSeen", () => [10, ["a", "b"], "names it"]);
    expectArtifact(seen, "factor", () => 10);
    expectArtifact(seen, "labels", () => ["a", "b"]);
  },
};
