import assert from "node:assert/strict";
import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** One by default, one given by its path, in two formats; all of it is frozen. */
export const configs: CalmBehaviour = {
  name: "configs",

  add: () => ({
    imports: ["config"],
    files: { "settings.json": `{"rate":0.5,"deep":{"list":[1]}}`, "other.yaml": "name: given\n" },
    configs: { other: "other.yaml" },
    members: `
      settings = config<{ rate: number; deep: { list: number[] } }>({ default: "settings.json" });
      other = config<{ name: string }>({ default: "settings.json" });
      configsSeen!: unknown;`,
    onStep: () => ({
      code: `let frozen = false;
        try {
          this.settings.deep.list.push(2);
        } catch {
          frozen = true;
        }
        this.configsSeen = [this.settings.rate, this.settings.deep.list, this.other.name, frozen];`,
    }),
  }),

  check(seen) {
    expectArtifact(seen, "configsSeen", () => [0.5, [1], "given", true]);
    expectArtifact(seen, "settings", () => ({ rate: 0.5, deep: { list: [1] } }));
    assert.deepEqual(seen.end.other, { name: "given" });
  },
};
