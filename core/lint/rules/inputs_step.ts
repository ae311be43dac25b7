import { didYouMean } from "../../flow/nearest.ts";
import type { Rule } from "../rule.ts";

export const inputsStep: Rule = {
  name: "inputs-step",
  severity: "error",
  about:
    "A join asks its inputs for a step that does not lead to it: `inputs.a` is the input that " +
    "comes from step `a`.",
  needs: "structure",
  *check(flow) {
    for (const join of flow.graph.steps) {
      if (!join.join) continue;
      const into = new Set(flow.into.get(join)!.map(({ from }) => from.name));
      const told = new Set<string>();
      for (const { step, location } of join.inputReads) {
        if (step === null || into.has(step) || told.has(step)) continue;
        told.add(step);
        yield {
          message: `Join "${join.name}" reads inputs.${step}, but no step "${step}" leads to it`,
          hint: didYouMean(step, into, "Steps that do"),
          at: location,
          step: join.name,
        };
      }
    }
  },
};
