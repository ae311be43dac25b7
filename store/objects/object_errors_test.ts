import assert from "node:assert/strict";
import { explainFile } from "./object_errors.ts";
import { hasCode } from "./testing.ts";

Deno.test({
  name: "explainFile() says that the disk is full",
  ignore: Deno.build.os !== "linux",
  fn() {
    let full: unknown;
    try {
      Deno.writeTextFileSync("/dev/full", "x");
    } catch (error) {
      full = error;
    }
    assert(hasCode("disk-full", "/some/where")(explainFile(full, "write to", "/some/where")));
  },
});

Deno.test("explainFile() leaves alone what it does not know", () => {
  const error = new RangeError("x");
  assert.equal(explainFile(error, "read", "/x"), error);
  assert.equal(explainFile("text", "read", "/x"), "text");
});
