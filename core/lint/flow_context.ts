import type { Graph, SourceLocation, Step } from "../graph/graph.ts";
import { targetsOf } from "../graph/targets.ts";
import type { LintOptions } from "./known_decorators.ts";
import { type DataFlow, dataFlowOf } from "./data_flow.ts";
import { type Asked, askedOf } from "./decorator_policy.ts";
import { type Structure, structureOf } from "./structure.ts";

/** A way from one step to another. */
export interface Edge {
  from: Step;
  to: Step;
  kind: "linear" | "branch" | "foreach" | "switch";
  /** The position among the targets: which branch it is. */
  position: number;
}

/** A flow as the rules look at it. What takes work is done when it is first asked for. */
export class FlowContext {
  readonly graph: Graph;
  readonly options: LintOptions;
  readonly steps: ReadonlyMap<string, Step>;
  /** To and from steps that exist. */
  readonly out = new Map<Step, Edge[]>();
  readonly into = new Map<Step, Edge[]>();
  /** Names of parameters, configs, files and constants. */
  readonly readOnly: ReadonlySet<string>;
  #structure: Structure | null = null;
  #dataFlow: DataFlow | null = null;
  #asked: Map<Step, Asked> | null = null;

  constructor(graph: Graph, options: LintOptions) {
    this.graph = graph;
    this.options = options;
    this.steps = new Map(graph.steps.map((step) => [step.name, step]));
    this.readOnly = new Set([...graph.parameters, ...graph.constants].map(({ name }) => name));
    for (const step of graph.steps) {
      this.out.set(step, []);
      this.into.set(step, []);
    }
    for (const from of graph.steps) this.#addEdges(from);
  }

  get start(): Step | null {
    return this.steps.get(this.graph.start) ?? null;
  }

  get end(): Step | null {
    return this.steps.get(this.graph.end) ?? null;
  }

  /** Splits, joins, and what can be reached. Asks that all transitions can be followed. */
  get structure(): Structure {
    return this.#structure ??= structureOf(this);
  }

  /** Which artifacts are set where. Asks for a structure without errors. */
  get dataFlow(): DataFlow {
    return this.#dataFlow ??= dataFlowOf(this);
  }

  /** What a step asks of the scheduler by its decorators. */
  asked(step: Step): Asked {
    this.#asked ??= new Map(
      this.graph.steps.map((one) => [one, askedOf(one.decorators, this.options.decorators)]),
    );
    return this.#asked.get(step)!;
  }

  /** Where to point at about the transition of a step. */
  nextOf(step: Step): SourceLocation {
    return step.nexts[0] ?? step.location;
  }

  #addEdges(from: Step): void {
    const { transition } = from;
    if (transition.kind === "end" || transition.kind === "invalid") return;
    for (const [position, name] of targetsOf(transition).entries()) {
      const to = this.steps.get(name);
      if (to === undefined) continue;
      const edge: Edge = { from, to, kind: transition.kind, position };
      this.out.get(from)!.push(edge);
      this.into.get(to)!.push(edge);
    }
  }
}
