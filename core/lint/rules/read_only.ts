import type { Rule } from "../rule.ts";

export const readOnly: Rule = {
  name: "read-only",
  severity: "error",
  about: "A step sets or deletes a parameter, config, included file, constant or method. All of " +
    "these are read-only in steps.",
  needs: "nothing",
  *check({ graph }) {
    const kinds = new Map<string, string>([
      ...graph.helpers.map(({ name }) => [name, "method"] as const),
      ...graph.steps.map(({ name }) => [name, "step"] as const),
      ...graph.constants.map(({ name }) => [name, "constant"] as const),
      ...graph.parameters.map(({ name, kind }) => [name, KINDS[kind]] as const),
    ]);
    for (const step of graph.steps) {
      for (const { name, location } of [...step.writes, ...step.deletes]) {
        const kind = kinds.get(name);
        if (kind === undefined) continue;
        yield {
          message: `Step "${step.name}" sets "${name}", which is a ${kind}`,
          hint: kind === "constant"
            ? `Declare it without a value (${name}!: T) to make it an artifact.`
            : "Set an artifact of another name.",
          at: location,
          step: step.name,
        };
      }
    }
  },
};

const KINDS = { param: "parameter", config: "config", file: "file" };
