import type { Rule } from "../rule.ts";

export const nextInvalid: Rule = {
  name: "next-invalid",
  severity: "error",
  about:
    "A `this.next` cannot be read from the source. The graph is made without running the flow, " +
    "so steps and options have to be written in the call.",
  needs: "nothing",
  *check(flow) {
    for (const step of flow.graph.steps) {
      if (step.transition.kind !== "invalid") continue;
      yield {
        message: `Cannot read this.next of step "${step.name}": ${step.transition.reason}`,
        hint: "Write one of: this.next(this.a) · this.next(this.a, this.b) · " +
          "this.next(this.a, { foreach: items }) · " +
          "this.next({ x: this.a, y: this.b }, { switch: value }).",
        at: flow.nextOf(step),
        step: step.name,
      };
    }
  },
};
