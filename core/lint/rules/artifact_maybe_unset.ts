import { readFindings } from "../artifact_reads.ts";
import type { Rule } from "../rule.ts";

export const artifactMaybeUnset: Rule = {
  name: "artifact-maybe-unset",
  severity: "warning",
  about: "A step reads an artifact that is set on some ways to it, but not on all. On the others " +
    "the read throws.",
  needs: "structure",
  *check(flow) {
    for (const { certain, dropped: _, ...finding } of readFindings(flow)) {
      if (!certain) yield finding;
    }
  },
};
