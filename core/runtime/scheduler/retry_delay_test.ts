import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { retryDelay } from "./retry_delay.ts";

const policy = { times: 5, delay: 1000, backoff: 2, maxDelay: 5000, jitter: 0 };

Deno.test("retryDelay() grows by the backoff up to the longest delay", () => {
  const delays = [1, 2, 3, 4, 5].map((attempt) => retryDelay(policy, attempt));
  assert.deepEqual(delays, [1000, 2000, 4000, 5000, 5000]);
  assert.equal(retryDelay({ ...policy, backoff: 1 }, 4), 1000);
  assert.equal(retryDelay({ ...policy, delay: 0 }, 4), 0);
});

Deno.test("retryDelay() stays finite however often it was tried", () => {
  assert.equal(retryDelay(policy, 5000), 5000);
  assert.equal(retryDelay({ ...policy, maxDelay: Infinity, backoff: 1 }, 5000), 1000);
});

Deno.test("retryDelay() spreads by the jitter, and not beyond", async () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  await holds(
    fc.property(chance, chance, (jitter, random) => {
      const delay = retryDelay({ ...policy, jitter }, 2, () => random);
      assert.ok(
        delay >= Math.floor(2000 * (1 - jitter)) && delay <= Math.ceil(2000 * (1 + jitter)),
      );
    }),
    { runs: 100 },
  );
  assert.equal(retryDelay({ ...policy, jitter: 1 }, 1, () => 0), 0);
  assert.equal(retryDelay({ ...policy, jitter: 1 }, 1, () => 1), 2000);
  assert.equal(retryDelay({ ...policy, jitter: 1 }, 1, () => 0.5), 1000);
});
