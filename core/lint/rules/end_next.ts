import type { Rule } from "../rule.ts";

export const endNext: Rule = {
  name: "end-next",
  severity: "error",
  about: "The last step calls `this.next`, or is a join.",
  needs: "nothing",
  *check(flow) {
    const { end } = flow;
    if (end === null) return;
    if (end.nexts.length > 0) {
      yield {
        message: `The end step "${end.name}" calls this.next`,
        hint: flow.graph.steps.length === 1
          ? "Take the call away, or add the step that it leads to."
          : "Take the call away: nothing comes after the end.",
        at: end.nexts[0]!,
        step: end.name,
      };
    }
    if (!end.join || end === flow.start) return;
    yield {
      message: `The end step "${end.name}" is a join`,
      hint: `Join in a step before it: join(inputs: Inputs<${flow.graph.flow}>) { … ` +
        `this.next(this.${end.name}); }`,
      at: end.location,
      step: end.name,
    };
  },
};
