/**
 * The client: results of runs, read from code. Exported from `"flow"`.
 *
 * @module
 */

export { Artifact } from "./artifact.ts";
export { currentReader, setReader } from "./current_reader.ts";
export { Flow, flows } from "./flow.ts";
export { Run } from "./run.ts";
export { Step } from "./step.ts";
export { openStore, StoreClient } from "./store_client.ts";
export { Task } from "./task.ts";
export type { RunFilter } from "./flow.ts";
export type { LogLine, LogOptions } from "./log.ts";
export type { Reader } from "./reader.ts";
export type { RunLog } from "./run.ts";
