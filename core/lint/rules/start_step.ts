import type { Rule } from "../rule.ts";

export const startStep: Rule = {
  name: "start-step",
  severity: "error",
  about: "The flow has no first step, or more than one that could be it. It is the step named " +
    "`start`, or the one marked with `@step({ start: true })`; a flow of one step needs neither.",
  needs: "nothing",
  basic: true,
  *check({ graph }) {
    const marked = graph.steps.filter((step) => step.start);
    const named = graph.steps.find(({ name }) => name === "start");
    for (const other of marked.slice(1)) {
      yield {
        message: `Steps "${marked[0]!.name}" and "${other.name}" are both marked as the start`,
        hint: "Leave { start: true } on one of them.",
        at: other.location,
        step: other.name,
      };
    }
    const [first] = marked;
    if (first !== undefined && named !== undefined && first !== named) {
      yield {
        message: `Step "${first.name}" is marked as the start, but a step named "start" exists too`,
        hint: 'Rename the step "start", or take { start: true } away.',
        at: first.location,
        step: first.name,
      };
    }
    if (graph.start !== "") return;
    yield {
      message: graph.steps.length === 0
        ? `Flow "${graph.flow}" has no steps`
        : `Flow "${graph.flow}" has no start step`,
      hint: "Name the first step start, or mark it: @step({ start: true }).",
      at: graph.location,
      step: null,
    };
  },
};
