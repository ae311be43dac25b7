import type { Step } from "../../graph/graph.ts";
import type { FlowContext } from "../flow_context.ts";
import type { Rule } from "../rule.ts";

export const artifactUnused: Rule = {
  name: "artifact-unused",
  severity: "warning",
  about:
    "An artifact is set, but no step reads it and a join drops it, so that it is not among the " +
    "results at the end either.",
  needs: "structure",
  *check(flow) {
    const seen = visibleBits(flow);
    const { names } = flow.dataFlow;
    const used = new Set<string>();
    for (const step of flow.graph.steps) {
      for (const { name } of [...step.reads, ...step.inputReads]) used.add(name);
      for (const { include } of step.merges) for (const name of include ?? []) used.add(name);
    }
    const told = new Set<string>();
    for (const step of flow.graph.steps) {
      for (const { name, location } of step.writes) {
        if (used.has(name) || told.has(name) || flow.readOnly.has(name)) continue;
        if ((seen & names.bit(name)) !== 0n || flow.steps.has(name)) continue;
        told.add(name);
        yield {
          message: `Artifact "${name}" is set, but never read, and a join drops it`,
          hint: `Read it in the join (inputs), keep it with this.merge(inputs), or use a local ` +
            "variable.",
          at: location,
          step: step.name,
        };
      }
    }
  },
};

/** What is there at the end, or where the source does not tell what is read. */
function visibleBits(flow: FlowContext): bigint {
  const { dataFlow, end, into, graph } = flow;
  const after = (step: Step) => dataFlow.before.has(step) ? dataFlow.after(step).maybe : 0n;
  let bits = end === null ? 0n : after(end);
  for (const step of graph.steps) {
    if (step.computed) bits |= dataFlow.before.get(step)?.maybe ?? 0n;
    if (!step.facts.inputsEscape) continue;
    for (const edge of into.get(step)!) bits |= dataFlow.at(edge).maybe;
  }
  return bits;
}
