import type { Rule } from "../rule.ts";

export const nextMissing: Rule = {
  name: "next-missing",
  severity: "error",
  about:
    "A step other than the last does not call `this.next`. Where only some paths through its " +
    "code do, it is a warning.",
  needs: "nothing",
  *check({ graph }) {
    if (graph.end === "") return;
    for (const step of graph.steps) {
      // Which of several is the end, another rule asks.
      if (step.name === graph.end || step.end || step.name === "end") continue;
      if (step.transition.kind === "end" && step.facts.nestedNexts.length === 0) {
        yield {
          message: `Step "${step.name}" does not say which step comes next`,
          hint: "End it with this.next(this.step).",
          at: step.location,
          step: step.name,
        };
      } else if (step.facts.fallsThrough) {
        yield {
          message: `A path through step "${step.name}" calls no this.next`,
          hint: "Call it on every path, or throw.",
          at: step.nexts[0]!,
          step: step.name,
          severity: "warning",
        };
      }
    }
  },
};
