import type { SourceLocation } from "../graph/graph.ts";
import type { FlowContext } from "./flow_context.ts";

/** One thing that a rule finds. */
export interface Finding {
  message: string;
  /** What to do about it, as one or more full sentences. */
  hint: string;
  at: SourceLocation;
  step: string | null;
  /** Where it is not the rule's own. */
  severity?: "error" | "warning";
}

/** What has to be right before a rule can say anything. */
export type Needs =
  /** Nothing: it looks at declarations one by one. */
  | "nothing"
  /** Start, end, and all transitions can be read and lead to steps that exist. */
  | "edges"
  /** Besides, splits and joins fit together. */
  | "structure";

/** A check of the linter. */
export interface Rule {
  /** Stable, in kebab-case. */
  name: string;
  severity: "error" | "warning";
  /** What it finds and why that matters, for the documentation. */
  about: string;
  needs: Needs;
  /** While it finds something, there are no edges that other rules could look at. */
  basic?: true;
  check(flow: FlowContext): Iterable<Finding>;
}
