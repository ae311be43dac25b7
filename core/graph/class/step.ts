import type { CallExpression, Node } from "@babel/types";
import type {
  ArtifactUse,
  MergeCall,
  SourceLocation,
  Step,
  StepFacts,
  Transition,
} from "../graph.ts";
import type { Rights } from "../rights/rights.ts";
import type { Evaluator } from "../source/evaluate.ts";
import { locate, type SourceModule } from "../source/files.ts";
import { targetsOf } from "../targets.ts";
import type { Effects, NameBits, Use } from "../trace/effects.ts";
import { isOwnName } from "../trace/expressions.ts";
import type { Trace } from "../trace/trace.ts";
import { docOf } from "./doc.ts";
import type { Method } from "./members.ts";
import type { Methods } from "./methods.ts";
import { readNext, readTransition } from "./transition.ts";

/** The most `this.next` calls for which paths are told apart. */
const MAX_PATHS = 32;

/** What making a step needs of its flow. */
export interface StepContext {
  methods: Methods;
  names: NameBits;
  evaluator: Evaluator;
  rights: Rights;
}

/** Makes the graph's step of a method. */
export function makeStep(method: Method, context: StepContext): Step {
  const { methods, evaluator, rights } = context;
  const trace = method.trace();
  const { module } = trace;
  const reachable = methods.reachable(method);
  const traces = reachable.map((one) => one.trace());
  const teller = tellerOf(method, methods);
  const told = teller.trace();
  const nexts = ownNexts(told);
  const transition = readTransition(nexts, told.module, evaluator);
  const effects = methods.effects(method);
  const found = rights.of(traces);
  return {
    name: method.name,
    start: method.step?.start ?? false,
    end: method.step?.end ?? false,
    join: method.inputs === 0,
    arity: method.node.params.length,
    doc: docOf(method.outer, method.key),
    transition,
    nexts: nexts.map((node) => locate(node, told.module)),
    decorators: method.decorators,
    reads: effects.reads.filter(({ name }) => !isOwnName(name)).map(artifactUse).filter(isArtifact),
    writes: effects.writes.map(artifactUse).filter(isArtifact),
    deletes: effects.deletes.map(artifactUse).filter(isArtifact),
    inputReads: traces.flatMap((one) =>
      one.inputReads.map(({ step, position, name, at }) => ({
        step,
        name,
        location: locate(at, one.module),
        ...(position !== null && { position }),
      }))
    ),
    merges: traces.flatMap((one) =>
      one.merges.map((call) => readMerge(call, one.module, evaluator))
    ),
    computed: traces.some(({ computed }) => computed),
    uses: found.uses,
    facts: factsOf(method, teller, effects, transition, context, found.unknown),
    location: locate(method.key, module),
    endLine: method.node.loc?.end.line ?? 1,
    declaredIn: methods.ownerOf(method).name,
  };
}

/** The method whose calls of `this.next` count: an override may leave them to what it overrides. */
function tellerOf(method: Method, methods: Methods): Method {
  if (ownNexts(method.trace()).length > 0) return method;
  const above = methods.overridden(method);
  return above?.step ? tellerOf(above, methods) : method;
}

function ownNexts({ nexts }: Trace): CallExpression[] {
  return nexts.filter(({ nested }) => !nested).map(({ node }) => node);
}

function factsOf(
  method: Method,
  teller: Method,
  effects: Effects,
  transition: Transition,
  { methods, names, evaluator }: StepContext,
  usesUnknown: boolean,
): StepFacts {
  const trace = method.trace();
  const reachable = methods.reachable(method);
  const nestedNexts: SourceLocation[] = [];
  for (const one of reachable) {
    const { nexts, module } = one.trace();
    for (const { node, nested } of nexts) {
      // A helper's own calls count as nested; another step's do not belong to this one.
      if (one === method ? nested : one.step === null) nestedNexts.push(locate(node, module));
    }
  }
  const writes = [...new Set(effects.writes.map(({ name }) => name))];
  const sure = (always: bigint) =>
    writes.filter((name) => (always & names.bit(name)) !== 0n && !name.startsWith("#"));
  const alwaysFor: Record<string, string[]> = {};
  const paths = trace.nexts.length;
  if (teller === method && paths > 1 && paths <= MAX_PATHS && transition.kind === "switch") {
    const targets = trace.nexts.map(({ node }) =>
      targetsOf(readNext(node, trace.module, evaluator))
    );
    for (const target of targetsOf(transition)) {
      const path = methods.evaluate(method, (index) => targets[index]!.includes(target));
      alwaysFor[target] = sure(path.always);
    }
  }
  const told = teller === method ? effects : methods.effects(teller);
  const repeated = told.repeated.map((index) =>
    locate(teller.trace().nexts[index]!.node, teller.trace().module)
  );
  const above = teller === method ? methods.overridden(method) : null;
  if (
    ownNexts(trace).length > 0 && above?.step &&
    ownNexts(tellerOf(above, methods).trace()).length > 0
  ) {
    repeated.push(locate(ownNexts(trace)[0]!, trace.module));
  }
  return {
    always: sure(effects.always),
    alwaysFor,
    nestedNexts,
    repeatedNexts: repeated,
    fallsThrough: ownNexts(teller.trace()).length > 0 && told.withoutNext,
    inputsEscape: reachable.some((one) => one.trace().inputsEscape),
    usesUnknown,
    parameters: method.node.params.map(parameterName),
  };
}

function artifactUse({ name, at, module, set, deleted, soft }: Use): ArtifactUse {
  return {
    name,
    location: locate(at, module),
    ...(set && { set }),
    ...(deleted && { deleted }),
    ...(soft && { soft }),
  };
}

function isArtifact({ name }: ArtifactUse): boolean {
  return !name.startsWith("#");
}

function readMerge(
  call: Node & { type: "CallExpression" },
  module: SourceModule,
  evaluator: Evaluator,
): MergeCall {
  const location = locate(call, module);
  const [, options] = call.arguments;
  if (!options) return { include: null, exclude: null, location };
  const read = evaluator.value(options, module);
  const values = read.kind === "literal" && typeof read.value === "object" && read.value !== null
    ? read.value as { include?: unknown; exclude?: unknown }
    : null;
  const include = values?.include ?? null;
  const exclude = values?.exclude ?? null;
  if (values === null || !isNames(include) || !isNames(exclude)) {
    return { include: null, exclude: null, location, dynamic: true };
  }
  return { include, exclude, location };
}

function isNames(value: unknown): value is string[] | null {
  return value === null || (Array.isArray(value) && value.every((one) => typeof one === "string"));
}

function parameterName(parameter: Node): string {
  if (parameter.type === "Identifier") return parameter.name;
  if (parameter.type === "AssignmentPattern") return parameterName(parameter.left);
  return "";
}
