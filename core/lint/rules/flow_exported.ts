import type { Rule } from "../rule.ts";

export const flowExported: Rule = {
  name: "flow-exported",
  severity: "error",
  about: "The flow class is not exported. Tasks load the module and take the class from its " +
    "exports.",
  needs: "nothing",
  *check({ graph }) {
    if (graph.exported !== "none") return;
    yield {
      message: `Flow "${graph.flow}" is not exported`,
      hint: `Write export default class ${graph.flow} extends …`,
      at: graph.location,
      step: null,
    };
  },
};
