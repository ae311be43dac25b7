import { listTags } from "../../../store/metadata/tags.ts";
import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import type { RunContext } from "../scheduler/run_context.ts";
import type { Ending } from "../scheduler/scheduler.ts";
import type { StepPlan } from "../scheduler/step_plan.ts";
import type { Executors } from "./executors.ts";

/** Milliseconds that exit hooks may take. */
const PATIENCE = 60_000;

/**
 * Runs what the flow has for the end of a run (`@exitHook`), in an executor without rights. Failing
 * hooks do not change how the run ended; they are told as warnings.
 *
 * @param atOnce Ends them, for a person who does not want to wait.
 */
export async function runExitHooks(
  context: RunContext,
  executors: Executors,
  ending: Ending,
  params: Record<string, unknown>,
  atOnce: AbortSignal,
): Promise<void> {
  if (atOnce.aborted) return;
  const { graph, plans, committer, run, db, runId } = context;
  const warn = (message: string, hint?: string) =>
    committer.tell({
      type: "warning",
      time: Date.now(),
      run,
      message,
      ...hint === undefined ? {} : { hint },
    });
  const first = plans.get(graph.start)!;
  const plan: StepPlan = { ...first, policy: {}, extraDecorators: [], isStep: false };
  const process = executors.spawn(plan);
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    warn(`The exit hooks took longer than ${PATIENCE / 1000} s and were stopped`);
    done.resolve();
  }, PATIENCE);
  atOnce.addEventListener("abort", () => {
    warn("The exit hooks were stopped");
    process.end();
    done.resolve();
  }, { once: true });
  const tell = (error: ErrorRecord) => warn(`An exit hook failed: ${error.message}`, error.hint);
  process.listen({
    message(message) {
      if (message.t === "unloadable") tell(message.error);
      else if (message.t === "hooked") message.errors.forEach(tell);
      else return;
      done.resolve();
    },
    output(stream, pieces) {
      for (const { text } of pieces) {
        committer.tell({
          type: "log",
          time: Date.now(),
          run,
          step: "",
          task: "",
          attempt: 0,
          stream: stream === 1 ? "stdout" : "stderr",
          text,
        });
      }
    },
    ended(cause) {
      if (!process.isEnding) warn(`An exit hook failed: ${cause.message}`, cause.hint);
      done.resolve();
    },
  });
  const { error } = ending;
  process.send([executors.load(plan, process), {
    t: "hook",
    run: {
      run,
      flow: graph.flow,
      status: ending.status,
      error: error === null
        ? null
        : { name: error.name, message: error.message, stack: error.stack, type: error.type },
      params,
      tags: listTags(db, runId).filter((one) => !one.system).map((one) => one.tag),
    },
  }]);
  await done.promise;
  clearTimeout(timer);
  process.end();
  await process.gone;
}
