/** How a name in camel case is written as an option: `minVotes` is `min-votes`. */
export function optionName(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .replaceAll("_", "-").toLowerCase();
}

/** The environment variable that gives a parameter: `minVotes` is `FLOW_PARAM_MIN_VOTES`. */
export function parameterVariable(name: string): string {
  return `FLOW_PARAM_${optionName(name).replaceAll("-", "_").toUpperCase()}`;
}
