import type { NextCall } from "./host.ts";
import { didYouMean } from "./nearest.ts";
import type { PreparedFlow } from "./prepare.ts";
import { StepError } from "./step_error.ts";

function refuse(message: string, hint = ""): never {
  throw new StepError("transition", message, hint);
}

/** Names a value in a message. */
function show(value: unknown): string {
  if (typeof value === "function") return `"${value.name || "an anonymous function"}"`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return `a value of type ${typeName(value)}`;
  return String(value);
}

function typeName(value: object): string {
  return value.constructor?.name ?? "object";
}

/** The step whose method `target` is. */
function stepName(flow: PreparedFlow, from: string, target: unknown): string {
  const name = flow.names.get(target);
  if (name !== undefined) return name;
  if (typeof target === "string" && flow.steps.has(target)) {
    refuse(
      `Cannot go on from step "${from}" with the name "${target}"`,
      `Pass the method itself: this.next(this.${target}).`,
    );
  }
  if (typeof target !== "function") {
    refuse(
      `Cannot go on from step "${from}" with ${show(target)}: it is no step`,
      "Pass methods of the flow that are marked with @step: this.next(this.score).",
    );
  }
  const written = target.name.replace(/^bound /, "");
  if (flow.steps.has(written)) {
    refuse(
      `Cannot go on from step "${from}" with a changed copy of step "${written}"`,
      `Pass the method itself: this.next(this.${written}).`,
    );
  }
  return refuse(
    `Cannot go on from step "${from}" with ${show(target)}: it is no step`,
    didYouMean(written, flow.steps.keys(), "Steps") || "Mark the method with @step.",
  );
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null) return false;
  return typeof Reflect.get(value, Symbol.iterator) === "function" ||
    typeof Reflect.get(value, Symbol.asyncIterator) === "function";
}

function readForeach(flow: PreparedFlow, from: string, target: unknown, items: unknown): NextCall {
  const name = stepName(flow, from, target);
  if (!isIterable(items)) {
    const promise = items instanceof Promise;
    refuse(
      `Cannot split step "${from}" over ${show(items)}: foreach needs something to iterate over`,
      promise
        ? "Await it first: { foreach: await items }."
        : "Pass an array, a set, a generator or any other iterable.",
    );
  }
  return { kind: "foreach", targets: [name], items };
}

function readSwitch(flow: PreparedFlow, from: string, cases: unknown, value: unknown): NextCall {
  if (typeof cases !== "object" || cases === null) {
    refuse(
      `Cannot switch in step "${from}" over ${show(cases)}`,
      "Name the cases: this.next({ yes: this.a, no: this.b }, { switch: value }).",
    );
  }
  const names = new Map<string, string>();
  for (const [key, target] of Object.entries(cases)) {
    names.set(key, stepName(flow, from, target));
  }
  const decides = typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  const target = decides ? names.get(String(value)) : undefined;
  if (target === undefined) {
    refuse(
      `The switch of step "${from}" has no case for ${show(value)}`,
      decides
        ? `Its cases are ${[...names.keys()].map((key) => JSON.stringify(key)).join(", ")}.`
        : "A switch decides on a string, a number or a boolean.",
    );
  }
  return { kind: "switch", targets: [target], key: String(value) };
}

/**
 * Reads the arguments of `this.next(…)`.
 *
 * @param flow The flow whose steps may be named.
 * @param from The step that calls.
 * @throws {StepError} If they name no steps, nothing to iterate over, or no case.
 */
export function readNext(flow: PreparedFlow, from: string, args: unknown[]): NextCall {
  const [first, second] = args;
  if (args.length === 0) refuse(`Step "${from}" calls this.next without a step`);
  if (typeof second === "object" && second !== null) {
    const unknown = Object.keys(second).filter((key) => key !== "foreach" && key !== "switch");
    if (args.length > 2 || unknown.length > 0 || Object.keys(second).length !== 1) {
      refuse(
        `Step "${from}" calls this.next with options that it does not know`,
        "The second argument is { foreach: items } or { switch: value }.",
      );
    }
    if ("foreach" in second) return readForeach(flow, from, first, second.foreach);
    return readSwitch(flow, from, first, (second as { switch: unknown }).switch);
  }
  if (typeof first === "object" && first !== null) {
    refuse(
      `Step "${from}" calls this.next with cases, but nothing to decide on`,
      "Add the value: this.next({ … }, { switch: this.kind }).",
    );
  }
  const targets = args.map((target) => stepName(flow, from, target));
  if (targets.length === 1) return { kind: "linear", targets };
  const twice = targets.find((name, i) => targets.indexOf(name) !== i);
  if (twice !== undefined) {
    refuse(
      `Step "${from}" branches twice to step "${twice}"`,
      "Use { foreach: … } to run one step several times.",
    );
  }
  return { kind: "branch", targets };
}
