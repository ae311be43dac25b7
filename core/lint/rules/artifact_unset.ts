import { readFindings } from "../artifact_reads.ts";
import type { Rule } from "../rule.ts";

export const artifactUnset: Rule = {
  name: "artifact-unset",
  severity: "error",
  about:
    "A step reads an artifact that no step on any way to it sets, or a join reads one that an " +
    "input never has. The read would throw.",
  needs: "structure",
  *check(flow) {
    for (const { certain, dropped, ...finding } of readFindings(flow)) {
      if (certain && !dropped) yield finding;
    }
  },
};
