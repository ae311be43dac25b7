import type { SourceLocation } from "../graph/graph.ts";

/** Something about a flow that is wrong, or probably wrong. */
export interface Diagnostic {
  /** The rule's stable name, such as `unknown-target`. */
  rule: string;
  /** A flow with an error does not run. */
  severity: "error" | "warning";
  message: string;
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
  column: number;
  /** The step that it is about, or null. */
  step: string | null;
  /** The flow that it is about; left out when it is about the file as a whole. */
  flow?: string;
  /** What to do about it, as one or more full sentences. */
  hint?: string;
}

/** Makes a diagnostic at a place. */
export function diagnostic(
  rule: string,
  severity: Diagnostic["severity"],
  message: string,
  at: SourceLocation,
  step: string | null,
  hint: string,
): Diagnostic {
  return { rule, severity, message, ...at, step, hint };
}
