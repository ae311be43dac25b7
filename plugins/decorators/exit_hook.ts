import { defineFlowDecorator, type RunEnd } from "../../core/flow/flow_decorator.ts";
import { checkKeys } from "./options.ts";

/** A function that is called when a run has ended. */
export type ExitHook = (run: RunEnd) => void | Promise<void>;

/** Options of {@linkcode exitHook}. */
export interface ExitHookOptions {
  /** Called when the run has succeeded. */
  onSuccess?: ExitHook;
  /** Called when the run has failed or was cancelled. */
  onFailure?: ExitHook;
}

/**
 * Calls a function after the run, in the sandbox. What it throws is reported, and does not change
 * the run. It can stand on a flow several times.
 *
 * @example
 * ```ts
 * @exitHook({ onFailure: ({ run, error }) => console.log(`${run} failed: ${error?.message}`) })
 * export default class GenreStats extends FlowSpec {}
 * ```
 */
export const exitHook = defineFlowDecorator<ExitHookOptions>({
  name: "exitHook",
  policy(options) {
    checkKeys("exitHook", options, [], ["onSuccess", "onFailure"]);
    return {};
  },
  async afterRun(run, { onSuccess, onFailure }) {
    await (run.status === "succeeded" ? onSuccess : onFailure)?.(run);
  },
});
