/**
 * The ways to run flows.
 *
 * @module
 */

import { byCommandLine } from "./command_line.ts";
import { programmatic } from "./programmatic.ts";
import type { Way } from "./way.ts";

/** All of them. */
export const WAYS: readonly Way[] = [
  byCommandLine("warm", ["--isolation", "warm"]),
  byCommandLine("fresh", ["--isolation", "fresh"]),
  programmatic,
];
