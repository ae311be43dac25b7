import assert from "node:assert/strict";
import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** Files as text and as bytes, read when the run starts, without any right of the steps. */
export const files: CalmBehaviour = {
  name: "files",

  add: () => ({
    imports: ["file"],
    files: { "words.txt": "one\ntwo ü\n", "picture.bin": "\x00\x01\x02" },
    members: `
      words = file({ default: "words.txt" });
      picture = file({ default: "picture.bin", binary: true });
      filesSeen!: unknown;`,
    onStep: () => ({
      code: 'this.filesSeen = [this.words.split("\\n"), [...this.picture]];',
    }),
  }),

  check(seen) {
    expectArtifact(seen, "filesSeen", () => [["one", "two ü", ""], [0, 1, 2]]);
    assert.equal(seen.end.words, "one\ntwo ü\n");
    assert.deepEqual(seen.end.picture, { $type: "bytes", base64: "AAEC" });
  },
};
