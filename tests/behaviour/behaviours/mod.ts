/**
 * The behaviours of the matrix.
 *
 * @module
 */

import { artifacts } from "./artifacts.ts";
import type { Behaviour } from "./behaviour.ts";
import { parameters } from "./parameters.ts";
import { retry } from "./retry.ts";

/** All of them. */
export const BEHAVIOURS: readonly Behaviour[] = [artifacts, parameters, retry];
