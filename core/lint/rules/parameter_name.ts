import type { Rule } from "../rule.ts";

/** Options of `flow run` and `flow resume`, in kebab-case. */
const RESERVED = new Set(
  ("help version tag with max-workers max-splits max-log-size json quiet verbose store isolation " +
    "sandbox run-id-file inspect keep-going branch production config run color no-color").split(
      " ",
    ),
);
const RIGHTS = /^(allow|deny)-/;

export const parameterName: Rule = {
  name: "parameter-name",
  severity: "error",
  about: "A parameter, config or file has the name of an option of `flow run`, stands twice in a " +
    "class, or two have names that become the same option: `minVotes` and `min_votes` are both " +
    "`--min-votes`.",
  needs: "nothing",
  *check({ graph }) {
    const options = new Map<string, string>();
    for (const { name, kind, location } of graph.parameters) {
      const option = optionOf(name);
      const other = options.get(option);
      if (RESERVED.has(option) || RIGHTS.test(option)) {
        yield {
          message: `A ${kind} cannot be called "${name}": --${option} is an option of flow run`,
          hint: "Choose another name.",
          at: location,
          step: null,
        };
      } else if (other !== undefined) {
        yield {
          message: `"${name}" and "${other}" are both the option --${option}`,
          hint: "Choose names that differ in more than their writing.",
          at: location,
          step: null,
        };
      }
      options.set(option, name);
    }
    for (const { rule, message, hint, location } of graph.problems) {
      if (rule === "parameter-name") yield { message, hint, at: location, step: null };
    }
  },
};

function optionOf(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}
