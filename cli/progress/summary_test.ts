import assert from "node:assert/strict";
import { makeColours } from "../terminal/colours.ts";
import type { Failure } from "./model.ts";
import { errorOf } from "./progress_fixture.ts";
import { countsOf, failureLines } from "./summary.ts";

const plain = makeColours(false);

function failures(count: number): Failure[] {
  return Array.from({ length: count }, (_, i) => ({
    step: "score",
    task: `${i + 2}`,
    attempt: 2,
    error: { ...errorOf("no such film\nat all"), hint: "Look again." },
    tail: ["reading\x07", "\x1b[31mred\x1b[0m"],
  }));
}

Deno.test("failureLines() shows error, log and what to do next", () => {
  assert.deepEqual(failureLines("Demo/1", failures(1), 1, "flow resume flow.ts", plain), [
    "",
    "  ✗ score/2 failed after 2 attempts",
    "    TypeError: no such film",
    "    at all",
    "    Look again.",
    "",
    "    the end of its log",
    "    │ reading\\x07",
    "    │ red",
    "",
    "  What to do next:",
    "    flow resume flow.ts       run what did not finish, once the cause is mended",
    "    flow logs Demo/1/score/2  all that the task printed",
    "    flow dump Demo/1/score/2  what it had set",
  ]);
});

Deno.test("failureLines() shows the code where it failed", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, "a\nb\nc();\n");
    const error = { ...errorOf("c is not defined"), file, line: 3, column: 1 };
    const lines = failureLines("Demo/1", [{ ...failures(1)[0]!, error }], 1, null, plain);
    assert.ok(lines.includes(`    ${file}:3:1`));
    assert.ok(lines.includes("    > 3 | c();"));
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("failureLines() lists the many and counts the rest", () => {
  const lines = failureLines("Demo/1", failures(20), 9000, null, plain);
  assert.ok(lines.includes("  8,995 more failed"));
  assert.ok(lines.length < 100);
});

Deno.test("countsOf() names what there is", () => {
  assert.equal(
    countsOf({ succeeded: 1200, failed: 1, cancelled: 0 }),
    "1,200 tasks succeeded, 1 failed",
  );
  assert.equal(countsOf({ failed: 1 }), "1 task failed");
  assert.equal(countsOf({}), "no tasks");
});
