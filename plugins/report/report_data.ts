import type { AttemptInfo, RunInfo, StepInfo, TaskInfo } from "../../core/client/reader.ts";
import type { ErrorRecord } from "../../store/metadata/rows.ts";
import type { ShownValue } from "../cards/view/facts.ts";

/** A task with its attempts. */
export interface ReportTask extends TaskInfo {
  attempts: AttemptInfo[];
}

/** The end of what an attempt printed. */
export interface ReportLog {
  /** `Flow/7/score/12` */
  task: string;
  attempt: number;
  lines: string[];
  /** There is more before. */
  cut: boolean;
}

/** A card as a page of its own. */
export interface ReportCard {
  task: string;
  attempt: number;
  id: string;
  html: string;
}

/** What a report shows of a run: plain data, and bounded however large the run is. */
export interface ReportData {
  run: RunInfo;
  /** When the report was made, in milliseconds since 1970. */
  made: number;
  tags: string[];
  /** A drawing of it, null where there is none. */
  graph: string | null;
  steps: StepInfo[];
  /** The first by number. */
  tasks: ReportTask[];
  /** How many there are. */
  total: number;
  parameters: ShownValue[];
  /** What the last task left. */
  results: ShownValue[];
  /** Errors of the first tasks that failed, or were caught. */
  errors: { task: string; attempt: number; error: ErrorRecord }[];
  logs: ReportLog[];
  cards: ReportCard[];
  /** Whether there are more cards. */
  moreCards: boolean;
  code: { path: string; text: string }[];
}
