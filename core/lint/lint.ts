import type { Graph } from "../graph/graph.ts";
import { targetsOf } from "../graph/targets.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { FlowContext } from "./flow_context.ts";
import type { LintOptions } from "./known_decorators.ts";
import type { Needs } from "./rule.ts";
import { RULES } from "./rules/mod.ts";

/**
 * Checks a flow's graph by all rules. Rules that need a sound graph are left out while it is not,
 * so that one mistake is not told in many ways. The time is in proportion to the size of the graph.
 *
 * @param options The decorators whose options are to be checked; none by default.
 */
export function lint(graph: Graph, options: LintOptions = {}): Diagnostic[] {
  const flow = new FlowContext(graph, options);
  const diagnostics: Diagnostic[] = [];
  let basics = true;
  for (const rule of RULES) {
    if (rule.needs !== "nothing" && !(basics && isSound(flow, rule.needs))) continue;
    for (const { message, hint, at, step, severity = rule.severity } of rule.check(flow)) {
      diagnostics.push({
        rule: rule.name,
        severity,
        message,
        ...at,
        step,
        flow: graph.flow,
        ...(hint !== "" && { hint }),
      });
      if (rule.basic) basics = false;
    }
  }
  return diagnostics;
}

function isSound(flow: FlowContext, needs: Needs): boolean {
  const { graph, steps } = flow;
  const edges = flow.start !== null && flow.end !== null &&
    graph.steps.every((step) =>
      step.transition.kind !== "invalid" &&
      (step.transition.kind !== "end" || step === flow.end) &&
      targetsOf(step.transition).every((target) => steps.has(target))
    );
  return edges && (needs === "edges" || flow.structure.findings.length === 0);
}
