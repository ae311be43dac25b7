import type { Decorator, Graph, ParameterDefinition, StaticValue, Step } from "../graph.ts";
import { targetsOf } from "../targets.ts";
import { shorten } from "./edges.ts";

/** The longest value or condition that is shown. */
const MAX_VALUE = 60;

/** The graph for people: parameters, and each step with what it does and where it leads. */
export function toText(graph: Graph): string {
  const lines = [safe(graph.flow)];
  if (graph.doc !== "") lines.push(safe(graph.doc));
  const flowDecorators = graph.decorators.map(showDecorator).join(" ");
  if (flowDecorators !== "") lines.push(flowDecorators);
  if (graph.parameters.length > 0) {
    lines.push("", "Parameters", ...columns(graph.parameters.map(parameterRow)));
  }
  lines.push("", "Steps");
  const depths = depthsOf(graph);
  for (const step of graph.steps) {
    const indent = "  ".repeat(1 + (depths.get(step.name) ?? 0));
    lines.push(...stepLines(step, graph).map((line, i) => indent + (i === 0 ? "" : "  ") + line));
  }
  return lines.join("\n") + "\n";
}

function stepLines(step: Step, graph: Graph): string[] {
  const marks = [
    step.name === graph.start && step.name !== "start" ? "(start)" : "",
    step.name === graph.end && step.name !== "end" ? "(end)" : "",
    step.join ? "(join)" : "",
    ...step.decorators.map(showDecorator),
  ].filter((mark) => mark !== "");
  return [
    [safe(step.name), ...marks].join(" "),
    ...(step.doc === "" ? [] : [safe(step.doc)]),
    ...transitionLines(step),
  ];
}

function transitionLines({ transition }: Step): string[] {
  switch (transition.kind) {
    case "linear":
      return [`→ ${safe(transition.target)}`];
    case "branch":
      return [`→ ${transition.targets.map(safe).join(", ")}`];
    case "foreach":
      return [`→ ${safe(transition.target)} for each of ${safe(transition.items)}`];
    case "switch":
      if (transition.on === null) {
        return [`→ ${transition.cases.map(({ target }) => safe(target)).join(" or ")}`];
      }
      return [
        `→ by ${safe(transition.on)}`,
        ...columns(transition.cases.map(({ key, target }) => [`${safe(key)}:`, safe(target)])),
      ];
    case "invalid":
      return [`→ ? ${safe(transition.reason)}`];
    default:
      return [];
  }
}

function parameterRow(
  { name, kind, type, itemType, default: value, help, required }: ParameterDefinition,
) {
  const what = kind === "param" ? itemType ? `list of ${itemType}` : type : kind;
  const standard = value !== null ? showValue(value) : required ? "required" : "optional";
  return [safe(name), what, standard, safe(help)];
}

function showDecorator({ name, args }: Decorator): string {
  return `@${safe(name)}${args.length === 0 ? "" : `(${args.map(showValue).join(", ")})`}`;
}

function showValue(value: StaticValue): string {
  return shorten(
    value.kind === "dynamic" ? safe(value.source) : showLiteral(value.value),
    MAX_VALUE,
  );
}

/** A value as TypeScript writes it, parts that are not read as their source. */
function showLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showLiteral).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  if ("$dynamic" in value) return safe(String(value.$dynamic));
  const entries = Object.entries(value).map(([key, part]) => `${safe(key)}: ${showLiteral(part)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** How many splits each step is inside of. */
function depthsOf(graph: Graph): Map<string, number> {
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const depths = new Map([[graph.start, 0]]);
  // A map can grow while it is gone through: this is a walk in breadth.
  for (const [name, depth] of depths) {
    const step = steps.get(name);
    if (step === undefined) continue;
    const { kind } = step.transition;
    const inner = depth + (kind === "branch" || kind === "foreach" ? 1 : 0);
    for (const target of targetsOf(step.transition)) {
      const joins = steps.get(target)?.join ? 1 : 0;
      if (!depths.has(target)) depths.set(target, Math.max(0, inner - joins));
    }
  }
  return depths;
}

/** Rows with their columns under each other. */
function columns(rows: string[][]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => widths[i] = Math.max(widths[i] ?? 0, [...cell].length));
  }
  return rows.map((row) =>
    "  " +
    row.map((cell, i) => cell + " ".repeat(widths[i]! - [...cell].length)).join("  ").trimEnd()
  );
}

/** Text on one line without characters that mean something to a terminal. */
function safe(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.replaceAll(
    // deno-lint-ignore no-control-regex -- names of steps can be any text
    /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
