import { FlowError } from "../../../store/error.ts";
import { stepPolicy } from "../../flow/merge_policy.ts";
import { stepDecoratorNamed, stepDecoratorNames } from "../../flow/registry.ts";
import type { Graph, Step } from "../../graph/graph.ts";
import { forbidden, type RightsCaps } from "../pool/rights.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";
import { decoratorOptions } from "./decorator_options.ts";

/** A decorator given on the command line: `retry:times=4,delay=2`. */
export interface ExtraDecorator {
  name: string;
  options: Record<string, unknown>;
}

/**
 * Reads a `--with` option. Values are JSON where they can be read as such, else text.
 *
 * @throws {FlowError} `with-invalid`.
 */
export function parseWith(text: string): ExtraDecorator {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    throw new FlowError("with-invalid", `Cannot read --with ${JSON.stringify(text)}`, {
      hint: "Write it as --with retry:times=4,delay=2.",
      exitCode: 2,
    });
  }
  const options: Record<string, unknown> = {};
  for (const part of colon < 0 ? [] : splitOptions(text.slice(colon + 1))) {
    const equals = part.indexOf("=");
    if (equals < 1) {
      throw new FlowError("with-invalid", `Cannot read "${part}" in --with ${text}`, {
        hint: "Options are key=value, with commas between.",
        exitCode: 2,
      });
    }
    const value = part.slice(equals + 1);
    try {
      options[part.slice(0, equals)] = JSON.parse(value);
    } catch {
      options[part.slice(0, equals)] = value;
    }
  }
  return { name, options };
}

/** At commas, but not inside of brackets or quotes. */
function splitOptions(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let part = "";
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && "[{".includes(character)) depth++;
    else if (!quoted && "]}".includes(character)) depth--;
    if (character === "," && depth === 0 && !quoted) {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return part === "" ? parts : [...parts, part];
}

/**
 * What the scheduler needs of each step.
 *
 * @throws {FlowError} Where a decorator does not take its options, or a step asks for rights that
 * the command line forbids.
 */
export function makePlans(
  graph: Graph,
  extra: readonly ExtraDecorator[],
  caps: RightsCaps,
): Map<string, StepPlan> {
  for (const { name } of extra) requireKnown(name, graph);
  return new Map(graph.steps.map((step) => [step.name, makePlan(step, extra, caps)]));
}

function requireKnown(name: string, graph: Graph) {
  const inSource = graph.steps.some((step) => step.decorators.some((one) => one.name === name));
  if (stepDecoratorNamed(name) !== undefined || inSource) return;
  throw new FlowError("with-unknown", `There is no step decorator "${name}"`, {
    hint: `--with takes ${stepDecoratorNames().sort().join(", ")}, and those that the flow uses.`,
    exitCode: 2,
  });
}

function makePlan(step: Step, extra: readonly ExtraDecorator[], caps: RightsCaps): StepPlan {
  const own = step.decorators.map((one) => ({ name: one.name, options: decoratorOptions(one) }));
  const added = extra.filter(({ name }) => !own.some((one) => one.name === name));
  const policy = stepPolicy([...added, ...own]);
  const [kind] = forbidden(policy.permissions, caps);
  if (kind !== undefined) {
    throw new FlowError(
      "permission-forbidden",
      `Step "${step.name}" asks for ${kind}, which --deny-${kind} forbids`,
      {
        hint: `Leave --deny-${kind} away, or take ${kind} out of the step's @permissions.`,
        place: step.location,
        exitCode: 2,
      },
    );
  }
  return {
    step,
    policy,
    extraDecorators: added,
    reads: new Set(step.reads.map((use) => use.name)),
    readsAny: step.computed,
    inputReads: step.computed ? [] : [...new Set(step.inputReads.map((use) => use.name))],
  };
}
