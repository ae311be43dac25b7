import type { Rule } from "../rule.ts";

export const endStep: Rule = {
  name: "end-step",
  severity: "error",
  about: "The flow has no last step, or more than one that could be it. It is the step named " +
    "`end`, or the one marked with `@step({ end: true })`; a flow of one step needs neither.",
  needs: "nothing",
  basic: true,
  *check({ graph }) {
    const marked = graph.steps.filter((step) => step.end);
    const named = graph.steps.find(({ name }) => name === "end");
    for (const other of marked.slice(1)) {
      yield {
        message: `Steps "${marked[0]!.name}" and "${other.name}" are both marked as the end`,
        hint: "Leave { end: true } on one of them.",
        at: other.location,
        step: other.name,
      };
    }
    const [first] = marked;
    if (first !== undefined && named !== undefined && first !== named) {
      yield {
        message: `Step "${first.name}" is marked as the end, but a step named "end" exists too`,
        hint: 'Rename the step "end", or take { end: true } away.',
        at: first.location,
        step: first.name,
      };
    }
    if (graph.end !== "") return;
    yield {
      message: graph.steps.length === 0
        ? `Flow "${graph.flow}" has no steps`
        : `Flow "${graph.flow}" has no end step`,
      hint: "Name the last step end, or mark it: @step({ end: true }).",
      at: graph.location,
      step: null,
    };
  },
};
