import { fileUrl, parentPath } from "../../../store/path.ts";
import { stepDecoratorNames } from "../../flow/registry.ts";
import type { ArtifactUse, Graph, Step } from "../../graph/graph.ts";
import { folderUrl } from "../../snapshot/code_package.ts";
import { ExecutorProcess, type ProcessSpec } from "../pool/executor_process.ts";
import type { Hub } from "../pool/hub.ts";
import { Reaper } from "../pool/reaper.ts";
import { type RightsCaps, rightsOf } from "../pool/rights.ts";
import type { LoadMessage } from "../protocol/messages.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";

/** What executors of a run have in common. */
export interface ExecutorSetup {
  hub: Hub;
  store: string;
  graph: Graph;
  className: string;
  /** The folder of the project, and the one that its code package is laid out in. */
  root: string;
  codeFolder: string;
  /** The flow's module in the code package. */
  entry: string;
  importMap: string;
  caps: RightsCaps;
  inspect: string | null;
  strict: boolean;
  maxSplits: number;
  digest: "sha256" | "blake3";
  /** Values of secrets, by step and name. */
  secrets: ReadonlyMap<string, Record<string, string>>;
  current: LoadMessage["current"];
}

/** Starts executors, the one that was started ahead first. */
export class Executors {
  readonly setup: ExecutorSetup;
  #spares: ExecutorProcess[];
  #reaper = new Reaper();
  #live = new Set<ExecutorProcess>();
  /** Where artifacts are set and deleted, for messages. */
  readonly #changes: Pick<LoadMessage, "setBy" | "deletedBy">;

  /** @param spares Processes that were started ahead. */
  constructor(setup: ExecutorSetup, spares: readonly ExecutorProcess[]) {
    this.setup = setup;
    this.#changes = {
      setBy: stepsByName(setup.graph, (step) => step.writes),
      deletedBy: stepsByName(setup.graph, (step) => step.deletes),
    };
    this.#spares = [...spares];
    for (const spare of spares) this.#live.add(spare);
  }

  /** A process for a step: one that waits, if its rights are the same and it is still there. */
  spawn(plan: StepPlan): ExecutorProcess {
    const spec = this.#specOf(plan);
    const key = JSON.stringify(spec);
    const at = this.#spares.findIndex((spare) =>
      !spare.isGone && JSON.stringify(spare.spec) === key
    );
    if (at >= 0) return this.#spares.splice(at, 1)[0]!;
    return this.#start(spec);
  }

  /**
   * Whether a process can pass on to a step, in a Worker of its own, when the step that it was
   * started for has ended: where both have the same rights, none of which outlives a Worker, and
   * neither has variables or secrets that the other must not see.
   */
  passesOn({ spec }: ExecutorProcess, plan: StepPlan): boolean {
    const { rights, env, memory, inspect } = spec;
    return env.length === 0 && memory === null && inspect === null &&
      rights.run === false && rights.ffi === false && rights.env === false &&
      JSON.stringify(spec) === JSON.stringify(this.#specOf(plan));
  }

  #start(spec: ProcessSpec): ExecutorProcess {
    const process = new ExecutorProcess(this.setup.hub, spec, this.setup.codeFolder);
    this.#live.add(process);
    void process.gone.then(() => this.#live.delete(process));
    if (spec.rights.run !== false || spec.rights.ffi !== false || spec.inspect !== null) {
      void this.#reaper.watch(process.pid);
      void process.gone.then(() => this.#reaper.release(process.pid));
    }
    return process;
  }

  /**
   * What an executor of a step must know.
   *
   * @param askConstants Whether it is to tell the constants of the flow.
   */
  load(plan: StepPlan, process: ExecutorProcess, askConstants = false): LoadMessage {
    const { graph, root, codeFolder, entry, className, current, digest } = this.setup;
    const { step, policy } = plan;
    const { cards = [], afterwards = 0 } = policy;
    const secrets = this.#secretsOf(plan);
    const environment = { ...policy.environment, ...secrets };
    return {
      t: "load",
      url: fileUrl(entry).href,
      className,
      step: step.name,
      permissions: process.workerRights(codeFolder, Object.keys(environment)),
      environment,
      secrets: Object.keys(secrets),
      knownDecorators: stepDecoratorNames(),
      extraDecorators: plan.extraDecorators,
      ...this.#changes,
      parameters: graph.parameters.map((one) => one.name),
      ownNext: ownNext(step),
      inputReads: plan.inputReads,
      current,
      mark: process.nonce,
      codeRoot: folderUrl(codeFolder),
      sourceRoot: folderUrl(root),
      maxSplits: this.setup.maxSplits,
      wantConstants: askConstants && graph.constants.length > 0,
      storeDigest: digest,
      cards: cards.map(({ id }) => id),
      afterwards,
    };
  }

  /** Ends all processes, and what they have started. */
  async close(): Promise<void> {
    for (const spare of this.#spares.splice(0)) {
      spare.listen({ message() {}, output() {}, ended() {} });
      spare.end();
    }
    await Promise.all([...this.#live].map((process) => process.gone));
    await this.#reaper.close();
    this.setup.hub.close();
  }

  /** Only what the plan itself asks for: code outside of steps has no secrets. */
  #secretsOf({ step, policy }: StepPlan): Record<string, string> {
    return policy.secrets === undefined ? {} : this.setup.secrets.get(step.name) ?? {};
  }

  #specOf(plan: StepPlan): ProcessSpec {
    const { store, importMap, caps, inspect, strict, graph } = this.setup;
    const { policy } = plan;
    const names = [
      ...Object.keys(policy.environment ?? {}),
      ...Object.keys(this.#secretsOf(plan)),
    ];
    return {
      rights: rightsOf(policy.permissions, caps),
      caps,
      env: names,
      memory: policy.memory ?? null,
      importMap,
      cwd: parentPath(graph.file),
      store,
      // A debugger is for steps: parameters and exit hooks do not wait for one.
      inspect: plan.isStep === false ? null : inspect,
      strict: strict || policy.permissions?.strict === true,
    };
  }
}

/** Names → the steps that use them so. */
function stepsByName(graph: Graph, uses: (step: Step) => ArtifactUse[]): Record<string, string[]> {
  const steps: Record<string, string[]> = Object.create(null);
  for (const step of graph.steps) {
    for (const name of new Set(uses(step).map((use) => use.name))) {
      (steps[name] ??= []).push(step.name);
    }
  }
  return steps;
}

function ownNext({ transition }: Step): LoadMessage["ownNext"] {
  if (transition.kind === "linear") return { kind: "linear", targets: [transition.target] };
  if (transition.kind === "branch") return { kind: "branch", targets: transition.targets };
  return null;
}
