import type { Node } from "@babel/types";
import type {
  ArtifactDeclaration,
  ConstantDefinition,
  Graph,
  GraphProblem,
  ParameterDefinition,
  RightUse,
  Step,
} from "../graph.ts";
import type { Rights } from "../rights/rights.ts";
import type { Evaluator } from "../source/evaluate.ts";
import { locate } from "../source/files.ts";
import { NameBits } from "../trace/effects.ts";
import { traceCode } from "../trace/method.ts";
import { docOf } from "./doc.ts";
import type { FlowClass } from "./flow_class.ts";
import type { Method } from "./members.ts";
import { chainOf, Methods } from "./methods.ts";
import { makeStep } from "./step.ts";

/** Makes the graph of a flow class, with what it inherits. */
export function makeGraph(
  flow: FlowClass,
  exported: Graph["exported"],
  tools: { evaluator: Evaluator; rights: Rights },
  moduleUses: readonly RightUse[],
): Graph {
  const chain = chainOf(flow);
  const names = new NameBits();
  const methods = new Methods(flow, names);
  const problems = chain.flatMap((one) => one.problems);
  const marked = markedSteps(chain);
  const steps: Step[] = [];
  for (const method of methods.all()) {
    const mark = marked.get(method.name);
    if (mark === undefined) continue;
    if (method.step === null) problems.push(unmarked(method));
    steps.push(makeStep(method, { ...tools, methods, names }));
  }
  const id: Node = flow.node.id ?? flow.outer;
  const { parameters, constants, declarations } = fieldsOf(chain);
  return {
    version: 1,
    flow: flow.name,
    doc: docOf(flow.outer, flow.node),
    file: flow.module.path,
    exported,
    location: locate(id, flow.module),
    steps,
    start: endpoint(steps, "start"),
    end: endpoint(steps, "end"),
    parameters,
    constants,
    declarations,
    decorators: chain.flatMap((one) => one.decorators),
    classes: chain.map(({ name }) => name),
    helpers: [...methods.all(), ...methods.accessors()]
      .filter(({ name }) => !marked.has(name))
      .map((method) => ({ name: method.name, location: placeOf(method) })),
    problems,
    moduleUses: [...moduleUses, ...fieldUses(chain, tools.rights)],
  };
}

/** Names of steps, whichever class of the chain marks them. */
function markedSteps(chain: readonly FlowClass[]): Map<string, Method> {
  const marked = new Map<string, Method>();
  for (const { members } of chain) {
    for (const member of members) {
      if (member.kind !== "method" || member.step === null) continue;
      if (!marked.has(member.name)) marked.set(member.name, member);
    }
  }
  return marked;
}

function endpoint(steps: readonly Step[], which: "start" | "end"): string {
  if (steps.length === 1) return steps[0]!.name;
  const found = steps.find((step) => step[which]) ?? steps.find(({ name }) => name === which);
  return found?.name ?? "";
}

/** The fields of a class and its bases; a class replaces what its bases declare. */
function fieldsOf(chain: readonly FlowClass[]) {
  const parameters = new Map<string, ParameterDefinition>();
  const constants = new Map<string, ConstantDefinition>();
  const declarations = new Map<string, ArtifactDeclaration>();
  for (const { members } of [...chain].reverse()) {
    for (const member of members) {
      if (member.kind === "method") continue;
      const { name } = member.definition;
      // A field without a value only tells a type.
      if (member.kind === "declaration" && (parameters.has(name) || constants.has(name))) continue;
      parameters.delete(name);
      constants.delete(name);
      declarations.delete(name);
      if (member.kind === "parameter") parameters.set(name, member.definition);
      else if (member.kind === "constant") constants.set(name, member.definition);
      else declarations.set(name, member.definition);
    }
  }
  return {
    parameters: [...parameters.values()],
    constants: [...constants.values()],
    declarations: [...declarations.values()],
  };
}

/** What the values of fields need rights for: they are made wherever the flow is loaded. */
function fieldUses(chain: readonly FlowClass[], rights: Rights): RightUse[] {
  const traces = chain.flatMap(({ members, module }) =>
    members.flatMap((member) =>
      member.kind === "constant" ? [traceCode(member.value, module, true)] : []
    )
  );
  return rights.of(traces, true).uses;
}

function placeOf(method: Method): Step["location"] {
  return locate(method.key, method.trace().module);
}

function unmarked(method: Method): GraphProblem {
  return {
    rule: "step-declaration",
    message: `Method "${method.name}" overrides a step but is not marked as one`,
    hint: `Put @step on it, as on the method of the base class.`,
    step: method.name,
    location: placeOf(method),
  };
}
