import { FlowError } from "../../../store/error.ts";
import type { Reader } from "../../client/reader.ts";
import type { StoreReader } from "../../client/store_reader.ts";
import { lazy } from "../../../store/lazy.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";

/** Questions about one run, whose pathspec comes first. */
const OF_RUN = new Set([
  "tags",
  "graph",
  "steps",
  "tasks",
  "task",
  "endTask",
  "attempts",
  "parents",
  "children",
  "frames",
  "artifacts",
  "artifact",
  "logs",
]);

/**
 * Answers the client inside a step (`new Flow("Other")`), about the flows that the step may read:
 * `@permissions({ flows: ["Other"] })`. What is asked comes from the sandbox: nothing of it is
 * trusted.
 */
export class StepReader {
  #store: string;
  #opened: Promise<StoreReader> | null = null;

  constructor(store: string) {
    this.#store = store;
  }

  /** @throws {FlowError} `permission-denied`. */
  async answer(plan: StepPlan, method: string, args: unknown[]): Promise<unknown> {
    const allowed = plan.policy.permissions?.flows ?? false;
    const may = (flow: unknown) =>
      allowed === true || (Array.isArray(allowed) && allowed.includes(String(flow)));
    const require = (flow: unknown) => {
      if (!may(flow)) throw denied(plan.step.name, flow);
    };
    const reader: Reader = await (this.#opened ??= this.#open());
    if (method === "flows") return (await reader.flows()).filter(({ flow }) => may(flow));
    if (method === "runs") {
      const query = (args[0] ?? {}) as { flow?: string };
      if (allowed !== true) require(query.flow);
      return await reader.runs(query);
    }
    if (method === "run") {
      require(args[0]);
      return await reader.run(String(args[0]), args[1] as number | "latest");
    }
    if (!OF_RUN.has(method)) {
      throw new FlowError("permission-denied", `A step may only read results, not ${method} them`);
    }
    require(String(args[0]).split("/")[0]);
    const call = reader[method as "artifacts"] as (...given: unknown[]) => Promise<unknown>;
    return await call.apply(reader, args);
  }

  /** Most runs have no step that asks. */
  async #open(): Promise<StoreReader> {
    const { StoreReader } = await lazy<typeof import("../../client/store_reader.ts")>(
      new URL("../../client/store_reader.ts", import.meta.url),
    );
    return await StoreReader.open(this.#store);
  }

  async close(): Promise<void> {
    (await this.#opened)?.[Symbol.dispose]();
  }
}

function denied(step: string, flow: unknown): FlowError {
  const named = typeof flow === "string" ? `flow "${flow}"` : "other flows";
  const right = typeof flow === "string" ? `["${flow}"]` : "true";
  return new FlowError("permission-denied", `Step "${step}" may not read results of ${named}`, {
    hint: `Add @permissions({ flows: ${right} }) above @step of "${step}".`,
  });
}
