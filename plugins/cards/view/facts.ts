import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import type { Description } from "../author/description.ts";

/** A value, with as much of it as there is room for. */
export interface ShownValue {
  name: string;
  kind: string;
  /** Bytes of the encoded value. */
  size: number;
  /** null where it is too large, or cannot be read. */
  preview: Description | null;
}

/** What the store knows of an attempt: what a default card shows. Times are milliseconds since 1970. */
export interface TaskFacts {
  /** `Flow/7/score/12` */
  pathspec: string;
  step: string;
  attempt: number;
  attempts: {
    attempt: number;
    status: string;
    started: number;
    finished: number | null;
    error: ErrorRecord | null;
  }[];
  /** The levels of foreach around it, outermost first, in words. */
  frames: { step: string; index: number; size: number; item: string }[];
  parameters: ShownValue[];
  /** What the task has set itself; null where that is another attempt's. */
  artifacts: ShownValue[] | null;
  /** How many more there are. */
  more: number;
  /** The steps that lead here, those that follow, and a drawing of all where it is small. */
  before: string[];
  after: string[];
  graph: string | null;
  /** The run that it was taken over from. */
  origin: string | null;
}
