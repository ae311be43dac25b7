import type { Rule } from "../rule.ts";

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

export const flowName: Rule = {
  name: "flow-name",
  severity: "error",
  about:
    "The flow class has no name, or one that cannot be part of a pathspec: runs are named by " +
    "it.",
  needs: "nothing",
  *check({ graph }) {
    if (NAME.test(graph.flow)) return;
    yield {
      message: graph.flow === ""
        ? "The flow class has no name"
        : `"${graph.flow}" cannot be the name of a flow`,
      hint: "Name the class with letters, digits and underscores: class MyFlow extends FlowSpec.",
      at: graph.location,
      step: null,
    };
  },
};
