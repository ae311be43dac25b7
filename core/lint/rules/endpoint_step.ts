import type { Finding, Rule } from "../rule.ts";
import type { FlowContext } from "../flow_context.ts";

/** What is said where a flow has no first or last step, or more than one that could be it. */
function* checkEndpoint({ graph }: FlowContext, end: "start" | "end"): Generator<Finding> {
  const marked = graph.steps.filter((step) => step[end]);
  const named = graph.steps.find(({ name }) => name === end);
  for (const other of marked.slice(1)) {
    yield {
      message: `Steps "${marked[0]!.name}" and "${other.name}" are both marked as the ${end}`,
      hint: `Leave { ${end}: true } on one of them.`,
      at: other.location,
      step: other.name,
    };
  }
  const [only] = marked;
  if (only !== undefined && named !== undefined && only !== named) {
    yield {
      message: `Step "${only.name}" is marked as the ${end}, but a step named "${end}" exists too`,
      hint: `Rename the step "${end}", or take { ${end}: true } away.`,
      at: only.location,
      step: only.name,
    };
  }
  if (graph[end] !== "") return;
  const place = end === "start" ? "first" : "last";
  yield {
    message: graph.steps.length === 0
      ? `Flow "${graph.flow}" has no steps`
      : `Flow "${graph.flow}" has no ${end} step`,
    hint: `Name the ${place} step ${end}, or mark it: @step({ ${end}: true }).`,
    at: graph.location,
    step: null,
  };
}

export const startStep: Rule = {
  name: "start-step",
  severity: "error",
  about: "The flow has no first step, or more than one that could be it. It is the step named " +
    "`start`, or the one marked with `@step({ start: true })`; a flow of one step needs neither.",
  needs: "nothing",
  basic: true,
  check: (context) => checkEndpoint(context, "start"),
};

export const endStep: Rule = {
  name: "end-step",
  severity: "error",
  about: "The flow has no last step, or more than one that could be it. It is the step named " +
    "`end`, or the one marked with `@step({ end: true })`; a flow of one step needs neither.",
  needs: "nothing",
  basic: true,
  check: (context) => checkEndpoint(context, "end"),
};
