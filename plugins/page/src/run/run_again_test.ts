import assert from "node:assert/strict";
import { runAgain } from "./run_again.ts";

Deno.test("runAgain() gives each parameter as an option, quoted for a shell", () => {
  const params = {
    minVotes: 5,
    loud: true,
    safe: false,
    names: ["a b", "c"],
    none: null,
    to: "$x",
  };
  assert.equal(
    runAgain("flow.ts:Demo", params),
    `flow run flow.ts:Demo --min-votes 5 --loud --no-safe --names '["a b","c"]' --to '$x'`,
  );
});
