/**
 * What the unit tests of this folder share.
 *
 * @module
 */

import assert from "node:assert/strict";
import { stepDecoratorNamed } from "../../core/flow/registry.ts";
import type { FlowError } from "../../store/error.ts";
import "./mod.ts";

/** What a step with this decorator asks of the scheduler. */
export function policy(name: string, options: unknown) {
  return stepDecoratorNamed(name)!.policy!(options);
}

/** Fails unless the decorator refuses the options with this message, and a hint. */
export function assertRefused(name: string, options: unknown, message: string | RegExp) {
  assert.throws(() => policy(name, options), (error: FlowError) => {
    assert.deepEqual([error.code, error.exitCode], ["decorator-options", 2]);
    assert.ok(error.hint, "has a hint");
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
}
