import type { Rule } from "../rule.ts";

/** What FlowSpec and every object have, and what `Inputs` has besides the names of steps. */
const RESERVED = new Set(
  ("next merge input index foreachStack constructor toString toLocaleString valueOf " +
    "hasOwnProperty isPrototypeOf propertyIsEnumerable then toJSON").split(" "),
);

export const reservedName: Rule = {
  name: "reserved-name",
  severity: "error",
  about:
    "A step, method, parameter, constant or artifact has a name that FlowSpec or every object " +
    "has itself, such as `next`, `merge`, `input`, `index`, `foreachStack`. A step called `length` " +
    "would hide the number of inputs of a join.",
  needs: "nothing",
  *check({ graph }) {
    const members = [
      ...graph.steps.map(({ name, location }) => ({ what: "Step", name, location })),
      ...graph.helpers.map(({ name, location }) => ({ what: "Method", name, location })),
      ...graph.parameters.map(({ name, location }) => ({ what: "Parameter", name, location })),
      ...graph.constants.map(({ name, location }) => ({ what: "Constant", name, location })),
      ...graph.declarations.map(({ name, location }) => ({ what: "Artifact", name, location })),
    ];
    for (const { what, name, location } of members) {
      if (!RESERVED.has(name) && !(what === "Step" && name === "length")) continue;
      yield {
        message: `${what} "${name}" has a reserved name`,
        hint: "Choose another name: Flow uses this one itself.",
        at: location,
        step: what === "Step" ? name : null,
      };
    }
    for (const step of graph.steps) {
      for (const { name, location } of step.writes) {
        if (!RESERVED.has(name)) continue;
        yield {
          message: `Step "${step.name}" sets "${name}", which is a reserved name`,
          hint: "Choose another name for the artifact: Flow uses this one itself.",
          at: location,
          step: step.name,
        };
      }
    }
  },
};
