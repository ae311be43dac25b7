import { shellQuote } from "../shell_quote.ts";

/** What to type to run a flow again with the parameters of a run. */
export function runAgain(flow: string, params: Record<string, unknown>): string {
  const options = Object.entries(params).flatMap(([name, value]) => {
    const option = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
    if (value === true) return [`--${option}`];
    if (value === false) return [`--no-${option}`];
    if (value === null || value === undefined) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return [`--${option}`, shellQuote(text)];
  });
  return ["flow run", shellQuote(flow), ...options].join(" ");
}
