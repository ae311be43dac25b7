import type { RunEvent } from "../../core/runtime/events.ts";
import type { RunModel } from "./model.ts";

/** Shows a run while it goes on. The model has taken in an event before the reporter is told of it. */
export interface Reporter {
  /** @param lines The lines of the log that the event ended. */
  event(event: RunEvent, lines: ReturnType<RunModel["apply"]>): void;
  /** Ends the display; what is shown after it stands below. */
  close(): void;
}

/** A warning with what to do about it, in one line. */
export function warningText({ message, hint }: { message: string; hint?: string }): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}
