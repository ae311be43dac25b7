import type { CallExpression, Node, ObjectExpression } from "@babel/types";
import type { Transition } from "../graph.ts";
import type { Evaluator } from "../source/evaluate.ts";
import { type SourceModule, sourceOf } from "../source/files.ts";
import { propertyName } from "../trace/expressions.ts";
import { unwrap } from "../trace/calls.ts";

type Invalid = Transition & { kind: "invalid" };

/**
 * Reads what the `this.next` calls of a step say together.
 *
 * @param calls Those in the step's own code, in source order.
 */
export function readTransition(
  calls: readonly CallExpression[],
  module: SourceModule,
  evaluator: Evaluator,
): Transition {
  const [first, ...rest] = calls.map((call) => readNext(call, module, evaluator));
  if (first === undefined) return { kind: "end" };
  let transition = first;
  for (const next of rest) transition = combine(transition, next);
  return transition;
}

/** Reads one `this.next(…)`. */
export function readNext(
  call: CallExpression,
  module: SourceModule,
  evaluator: Evaluator,
): Transition {
  const args = call.arguments.map((argument) => unwrap(argument));
  const [first, second] = args;
  if (first === undefined) return invalid("it names no step");
  if (first.type === "ObjectExpression") {
    return readSwitch(first, args.slice(1), module, evaluator);
  }
  if (first.type === "ConditionalExpression" && args.length === 1) {
    return readConditional(first, module);
  }
  const last = args.at(-1)!;
  if (args.length > 1 && last.type === "ObjectExpression") {
    if (args.length > 2) return invalid("a foreach goes to exactly one step");
    return readForeach(first, second as ObjectExpression, module, evaluator);
  }
  const targets: string[] = [];
  for (const argument of args) {
    const target = stepName(argument);
    if (target === null) return notAStep(argument, module);
    targets.push(target);
  }
  if (targets.length === 1) return { kind: "linear", target: targets[0]! };
  const seen = new Set<string>();
  for (const target of targets) {
    if (seen.has(target)) return invalid(`it names step "${target}" twice`);
    seen.add(target);
  }
  return { kind: "branch", targets };
}

function readForeach(
  target: Node,
  options: ObjectExpression,
  module: SourceModule,
  evaluator: Evaluator,
): Transition {
  const name = stepName(target);
  if (name === null) return notAStep(target, module);
  const read = readOptions(options, "foreach", module, evaluator);
  if ("kind" in read) return read;
  return { kind: "foreach", target: name, items: sourceOf(read.value, module) };
}

function readSwitch(
  cases: ObjectExpression,
  rest: Node[],
  module: SourceModule,
  evaluator: Evaluator,
): Transition {
  const [options] = rest;
  if (options?.type !== "ObjectExpression" || rest.length > 1) {
    return invalid("a switch needs { switch: value } as its second argument");
  }
  const read = readOptions(options, "switch", module, evaluator);
  if ("kind" in read) return read;
  const found = new Map<string, string>();
  for (const property of cases.properties) {
    if (property.type !== "ObjectProperty") {
      return invalid("the cases must be written in the call, as key: this.step");
    }
    const key = evaluator.key(property, module);
    if (key === null) {
      return invalid(`the key [${sourceOf(property.key, module)}] is not known from the source`);
    }
    const target = stepName(unwrap(property.value));
    if (target === null) return notAStep(property.value, module);
    if (found.has(key)) return invalid(`it has two cases "${key}"`);
    found.set(key, target);
  }
  return {
    kind: "switch",
    cases: [...found].map(([key, target]) => ({ key, target })),
    on: sourceOf(read.value, module),
  };
}

/** `this.next(test ? this.a : this.b)` is a switch that the code decides. */
function readConditional(
  node: Node & { type: "ConditionalExpression" },
  module: SourceModule,
): Transition {
  const targets: string[] = [];
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inner = unwrap(next);
    if (inner.type === "ConditionalExpression") open.push(inner.alternate, inner.consequent);
    else {
      const target = stepName(inner);
      if (target === null) return notAStep(inner, module);
      targets.push(target);
    }
  }
  return implicitSwitch(targets);
}

/** Finds the one option that a transition takes. */
function readOptions(
  options: ObjectExpression,
  wanted: "foreach" | "switch",
  module: SourceModule,
  evaluator: Evaluator,
): { value: Node } | Invalid {
  let value: Node | null = null;
  for (const property of options.properties) {
    if (property.type !== "ObjectProperty") {
      return invalid("its options must be written in the call");
    }
    const key = evaluator.key(property, module);
    if (key === wanted) value = property.value;
    else if (key === "foreach" || key === "switch") {
      return invalid(`a ${wanted} cannot have the option "${key}"`);
    } else {return invalid(
        `it has an option "${key ?? sourceOf(property.key, module)}" that Flow does not know`,
      );}
  }
  return value === null ? invalid(`it has no option "${wanted}"`) : { value };
}

/** Several `this.next` of which one runs: a switch that the code decides, if they are linear. */
function combine(a: Transition, b: Transition): Transition {
  if (a.kind === "invalid") return a;
  if (b.kind === "invalid") return b;
  const targets = [implicitTargets(a), implicitTargets(b)];
  if (targets[0] !== null && targets[1] !== null) {
    return implicitSwitch([...targets[0]!, ...targets[1]!]);
  }
  if (a.kind === "foreach" && b.kind === "foreach" && a.target === b.target) {
    return { ...a, items: a.items === b.items ? a.items : `${a.items} | ${b.items}` };
  }
  if (a.kind === b.kind && a.kind !== "foreach" && JSON.stringify(a) === JSON.stringify(b)) {
    return a;
  }
  return invalid(
    "the step calls it several times, and only calls of the form this.next(this.step) can stand " +
      "in different branches of the code",
  );
}

function implicitTargets(transition: Transition): string[] | null {
  if (transition.kind === "linear") return [transition.target];
  return transition.kind === "switch" && transition.on === null
    ? transition.cases.map(({ target }) => target)
    : null;
}

function implicitSwitch(targets: string[]): Transition {
  const distinct = [...new Set(targets)];
  return distinct.length === 1
    ? { kind: "linear", target: distinct[0]! }
    : { kind: "switch", cases: distinct.map((target) => ({ key: target, target })), on: null };
}

/** The step in `this.step`, or null. */
function stepName(node: Node): string | null {
  return node.type === "MemberExpression" && node.object.type === "ThisExpression"
    ? propertyName(node)
    : null;
}

function notAStep(node: Node, module: SourceModule): Invalid {
  const source = sourceOf(node, module);
  const short = source.length > 60 ? source.slice(0, 59) + "…" : source;
  return invalid(`"${short}" is not a step written as this.name`);
}

function invalid(reason: string): Invalid {
  return { kind: "invalid", reason };
}
