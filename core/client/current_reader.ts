import { LocalReader } from "./local_reader.ts";
import type { Reader } from "./reader.ts";

let current: Reader | undefined;

/**
 * Which store the client asks when none is named: the one that was set, else the one of
 * `FLOW_STORE`, else the nearest upwards from the working folder.
 */
export function currentReader(): Reader {
  return current ??= new LocalReader();
}

/** Makes the client ask `reader` from now on. Inside a step, that is the scheduler. */
export function setReader(reader: Reader): void {
  current = reader;
}
