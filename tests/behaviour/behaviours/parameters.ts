import assert from "node:assert/strict";
import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** A given one, a default, and one that is computed once a run; none can be assigned. */
export const parameters: CalmBehaviour = {
  name: "parameters",

  add: () => ({
    imports: ["current", "param"],
    members: `
      word = param({ default: "none" });
      count = param({ default: 7 });
      token = param({ default: () => crypto.randomUUID() });
      parametersSeen!: unknown;
      tokenSeen!: string;`,
    params: { word: "given" },
    onStep: () => ({
      code: `let refused = "";
        try {
          Reflect.set(this, ["wo", "rd"].join(""), "changed");
        } catch (error) {
          refused = (error as Error).name;
        }
        this.parametersSeen = [this.word, this.count, current.parameters.word, refused !== ""];
        this.tokenSeen = this.token;`,
    }),
  }),

  check(seen) {
    expectArtifact(seen, "parametersSeen", () => ["given", 7, "given", true]);
    expectArtifact(seen, "word", () => "given");
    expectArtifact(seen, "count", () => 7);
    const { word, count, token } = seen.params;
    assert.deepEqual([word, count], ["given", 7]);
    expectArtifact(seen, "tokenSeen", () => token);
  },
};
