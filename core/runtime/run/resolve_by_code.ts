import { FlowError } from "../../../store/error.ts";
import type { Graph } from "../../graph/graph.ts";
import type { FromExecutor } from "../protocol/messages.ts";
import { pieceOf } from "../protocol/frames.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";
import type { Executors } from "./executors.ts";
import { givenFor, type GivenParameters, type RunValues } from "./parameters.ts";

/** Milliseconds that the flow's own code may take to tell its parameters. */
const PATIENCE = 60_000;

/**
 * Asks the flow's own code for its parameters: defaults that are functions, and schemas. It runs
 * once a run, in an executor without rights.
 *
 * @throws {FlowError} `parameter-invalid` with what the code says.
 */
export async function resolveByCode(
  graph: Graph,
  given: GivenParameters,
  executors: Executors,
  plans: ReadonlyMap<string, StepPlan>,
): Promise<RunValues> {
  const known: Record<string, unknown> = {};
  for (const parameter of graph.parameters) {
    const value = givenFor(parameter, given);
    if (parameter.kind === "param" && value !== undefined) known[parameter.name] = value;
  }
  const first = plans.get(graph.start)!;
  const plan: StepPlan = { ...first, policy: {}, extraDecorators: [], isStep: false };
  const process = executors.spawn(plan);
  const answer = Promise.withResolvers<RunValues>();
  const failed = (message: string, hint?: string) =>
    answer.reject(
      new FlowError("parameter-invalid", message, {
        exitCode: 2,
        ...hint === undefined ? {} : { hint },
      }),
    );
  const timer = setTimeout(() => {
    failed(`The parameters of "${graph.flow}" took longer than ${PATIENCE / 1000} s to tell`);
  }, PATIENCE);
  process.listen({
    message(message: FromExecutor, payload) {
      if (message.t === "unloadable") failed(message.error.message, message.error.hint);
      if (message.t !== "resolved") return;
      if (message.values === undefined) return failed(message.error!.message, message.error!.hint);
      answer.resolve({
        values: message.values.map((kept) => ({
          name: kept.name,
          ref: { digest: kept.digest, kind: kept.kind, size: kept.size, is: "param" as const },
          bytes: kept.piece === undefined ? null : pieceOf(payload, kept.piece).slice(),
        })),
        shown: message.shown!,
      });
    },
    output(_stream, pieces) {
      // There is no task yet to keep it, and what this process prints to stdout may be JSON.
      for (const { text } of pieces) Deno.stderr.writeSync(new TextEncoder().encode(text));
    },
    ended: (cause) => failed(cause.message, cause.hint),
  });
  process.send([executors.load(plan, process), { t: "resolve", given: known }]);
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    process.end();
    await process.gone;
  }
}
