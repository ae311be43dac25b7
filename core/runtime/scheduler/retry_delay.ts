import type { RetryPolicy } from "../../flow/policy.ts";

/**
 * Milliseconds to wait before the next attempt.
 *
 * @param attempt The attempt that has just failed, 1 for the first.
 * @param random Between 0 and 1; given in tests.
 */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  random: () => number = Math.random,
): number {
  const exact = Math.min(policy.delay * policy.backoff ** (attempt - 1), policy.maxDelay);
  const spread = 1 + policy.jitter * (2 * random() - 1);
  return Math.round(exact * spread);
}
