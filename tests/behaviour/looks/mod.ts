/**
 * The ways to look at a run.
 *
 * @module
 */

import { client } from "./client.ts";
import { commandLine } from "./command_line.ts";
import { database } from "./database.ts";
import type { Look } from "./seen.ts";

/** All of them. */
export const LOOKS: readonly Look[] = [commandLine, client, database];
