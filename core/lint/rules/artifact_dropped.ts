import { readFindings } from "../artifact_reads.ts";
import type { Rule } from "../rule.ts";

export const artifactDropped: Rule = {
  name: "artifact-dropped",
  severity: "error",
  about:
    "A step reads an artifact that a join on the way has not taken over. A join begins with no " +
    "artifacts: it reads those of its inputs, sets its own, or takes over with `this.merge(inputs)`.",
  needs: "structure",
  *check(flow) {
    for (const { certain, dropped, ...finding } of readFindings(flow)) {
      if (certain && dropped) yield finding;
    }
  },
};
