import type {
  CallExpression,
  Class,
  ClassMethod,
  ClassPrivateMethod,
  Node,
  TSType,
} from "@babel/types";
import type {
  ArtifactDeclaration,
  ConstantDefinition,
  Decorator,
  GraphProblem,
  ParameterDefinition,
} from "../graph.ts";
import type { Evaluator } from "../source/evaluate.ts";
import { locate, type SourceModule, sourceOf } from "../source/files.ts";
import type { Lookup } from "../source/lookup.ts";
import { unwrap } from "../trace/calls.ts";
import { type FunctionNode, isFunctionNode } from "../trace/functions.ts";
import { traceMethod } from "../trace/method.ts";
import type { Trace } from "../trace/trace.ts";
import { readDecorator } from "./decorator.ts";
import { inputsParameter } from "./inputs_parameter.ts";
import { readParameter } from "./parameter.ts";
import { literalsOf } from "./type_literals.ts";

/** A method, accessor or function of a flow class. */
export interface Method {
  kind: "method";
  name: string;
  node: FunctionNode;
  /** The member as a whole, with its comments. */
  outer: Node;
  key: Node;
  accessor: "get" | "set" | null;
  /** Set by `@step`. */
  step: { start: boolean; end: boolean } | null;
  decorators: Decorator[];
  /** The position of the parameter that is the inputs of a join, or -1. */
  inputs: number;
  /** Made when it is first asked for. */
  trace(): Trace;
}

/** One member of a flow class. */
export type Member =
  | Method
  | { kind: "parameter"; definition: ParameterDefinition }
  | { kind: "constant"; definition: ConstantDefinition; value: Node }
  | { kind: "declaration"; definition: ArtifactDeclaration };

/** The tools that reading a class needs. */
export interface Reader {
  lookup: Lookup;
  evaluator: Evaluator;
}

/** Reads the members of one class, without those of its bases. */
export function readMembers(
  node: Class,
  module: SourceModule,
  reader: Reader,
): { members: Member[]; problems: GraphProblem[] } {
  const members: Member[] = [];
  const problems: GraphProblem[] = [];
  for (const member of node.body.body) {
    switch (member.type) {
      case "ClassMethod":
      case "ClassPrivateMethod": {
        const method = readMethod(member, module, reader, problems);
        if (method !== null) members.push(method);
        break;
      }
      case "ClassProperty":
      case "ClassAccessorProperty":
        if (!member.static) {
          readField(member as Node & { type: "ClassProperty" }, members, module, reader, problems);
        }
        break;
      case "ClassPrivateProperty": {
        const value = member.value ? unwrap(member.value) : null;
        if (value !== null && isFunctionNode(value) && !member.static) {
          members.push(
            functionMember("#" + member.key.id.name, value, member, member.key, module, reader),
          );
        }
      }
    }
  }
  problems.push(...duplicates(members, module));
  return { members, problems };
}

/** Steps and parameters that stand twice in a class: the language takes the last one silently. */
function* duplicates(members: readonly Member[], module: SourceModule): Generator<GraphProblem> {
  const seen = new Set<string>();
  for (const member of members) {
    const isStep = member.kind === "method";
    if (isStep ? member.step === null : member.kind !== "parameter") continue;
    const name = isStep ? member.name : member.definition.name;
    if (seen.has(name)) {
      yield {
        rule: isStep ? "step-declaration" : "parameter-name",
        message: `${isStep ? "Step" : "Parameter"} "${name}" is declared twice`,
        hint: "Rename or remove one of them.",
        step: isStep ? name : null,
        location: isStep ? locate(member.key, module) : member.definition.location,
      };
    }
    seen.add(name);
  }
}

function readMethod(
  node: ClassMethod | ClassPrivateMethod,
  module: SourceModule,
  reader: Reader,
  problems: GraphProblem[],
): Method | null {
  const name = node.key.type === "PrivateName"
    ? "#" + node.key.id.name
    : memberName(node as ClassMethod, module, reader);
  const { decorators, step } = readDecorators(node.decorators, module, reader);
  const what = node.static
    ? "static method"
    : node.type === "ClassPrivateMethod"
    ? "private method"
    : node.kind !== "method"
    ? node.kind === "constructor" ? "constructor" : `${node.kind}ter`
    : name === null
    ? "method with a computed name"
    : null;
  if (step !== null && what !== null) {
    problems.push(badStep(name ?? sourceOf(node.key, module), what, node.key, module));
  }
  const [other] = decorators.filter(({ from }) => from === "flow");
  if (step === null && other !== undefined) {
    problems.push({
      rule: "step-declaration",
      message: `@${other.name} stands on "${name ?? sourceOf(node.key, module)}", which is no step`,
      hint: "Put @step on it too, or take the decorator away.",
      step: null,
      location: other.location,
    });
  }
  if (node.static || name === null || node.kind === "constructor") return null;
  const accessor = node.kind === "get" || node.kind === "set" ? node.kind : null;
  return {
    ...functionMember(name, node, node, node.key, module, reader),
    accessor,
    decorators,
    step: what === null ? step : null,
  };
}

function readField(
  field: Node & { type: "ClassProperty" },
  members: Member[],
  module: SourceModule,
  reader: Reader,
  problems: GraphProblem[],
): void {
  const name = memberName(field, module, reader);
  if (name === null) return;
  if (readDecorators(field.decorators, module, reader).step !== null) {
    problems.push(badStep(name, "field", field.key, module));
  }
  const location = locate(field.key, module);
  if (!field.value) {
    const type = field.typeAnnotation?.type === "TSTypeAnnotation"
      ? field.typeAnnotation.typeAnnotation
      : null;
    members.push({
      kind: "declaration",
      definition: declaration(name, type, module, reader, location),
    });
    return;
  }
  const value = unwrap(field.value);
  if (isFunctionNode(value)) {
    members.push(functionMember(name, value, field, field.key, module, reader));
    return;
  }
  const kind = parameterKind(value, module, reader);
  if (kind !== null) {
    const definition = readParameter(
      name,
      kind,
      field,
      value as CallExpression,
      module,
      reader.evaluator,
    );
    members.push({ kind: "parameter", definition });
    return;
  }
  const definition = { name, value: reader.evaluator.value(field.value, module), location };
  members.push({ kind: "constant", definition, value: field.value });
}

function functionMember(
  name: string,
  node: FunctionNode,
  outer: Node,
  key: Node,
  module: SourceModule,
  reader: Reader,
): Method {
  const inputs = inputsParameter(node, module, reader.lookup);
  let trace: Trace | null = null;
  return {
    kind: "method",
    name,
    node,
    outer,
    key,
    accessor: null,
    step: null,
    decorators: [],
    inputs,
    trace: () => trace ??= traceMethod(node, module, inputs),
  };
}

/** Splits `@step` from the other decorators. */
function readDecorators(
  nodes: readonly (Node & { type: "Decorator" })[] | null | undefined,
  module: SourceModule,
  reader: Reader,
): { decorators: Decorator[]; step: Method["step"] } {
  let step: Method["step"] = null;
  const decorators: Decorator[] = [];
  for (const node of nodes ?? []) {
    const decorator = readDecorator(node, module, reader.lookup, reader.evaluator);
    if (decorator.name !== "step" || decorator.from !== "flow") {
      decorators.push(decorator);
      continue;
    }
    const [options] = decorator.args;
    const values = options?.kind === "literal" ? options.value as Record<string, unknown> : null;
    step = { start: values?.start === true, end: values?.end === true };
  }
  return { decorators, step };
}

function declaration(
  name: string,
  type: TSType | null,
  module: SourceModule,
  reader: Reader,
  location: ArtifactDeclaration["location"],
): ArtifactDeclaration {
  const literals = type === null ? null : literalsOf(type, module, reader);
  return {
    name,
    type: type === null ? "" : sourceOf(type, module),
    ...(literals !== null && { literals }),
    location,
  };
}

function parameterKind(
  value: Node,
  module: SourceModule,
  reader: Reader,
): ParameterDefinition["kind"] | null {
  if (value.type !== "CallExpression") return null;
  const origin = reader.lookup.expression(module, unwrap(value.callee));
  if (origin?.kind !== "flow") return null;
  return origin.name === "param" || origin.name === "config" || origin.name === "file"
    ? origin.name
    : null;
}

function memberName(
  member: { key: Node; computed?: boolean | null },
  module: SourceModule,
  reader: Reader,
): string | null {
  return reader.evaluator.key(member, module);
}

function badStep(name: string, what: string, key: Node, module: SourceModule): GraphProblem {
  return {
    rule: "step-declaration",
    message: `Cannot make the ${what} "${name}" a step`,
    hint: "A step is a public method of the flow class with a name of its own: @step name() { … }.",
    step: name,
    location: locate(key, module),
  };
}
