import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkKeys, numberOption, wrongOptions } from "./options.ts";

/** Options of {@linkcode retry}. */
export interface RetryOptions {
  /**
   * Tries after the first.
   *
   * @default {3}
   */
  times?: number;
  /**
   * Seconds before the second attempt.
   *
   * @default {1}
   */
  delay?: number;
  /**
   * Each further delay is this many times the one before.
   *
   * @default {2}
   */
  backoff?: number;
  /**
   * The longest delay, in seconds.
   *
   * @default {300}
   */
  maxDelay?: number;
  /**
   * How much chance there is in each delay: 0 for none, 1 for anything from nothing to twice the
   * delay. Spreads out tasks that failed together.
   *
   * @default {0}
   */
  jitter?: number;
  /**
   * Whether to try again after this error. A step that was killed or ran out of time or memory
   * comes as an error as well.
   *
   * @default {() => true}
   */
  on?: (error: Error) => boolean;
}

/**
 * Tries a step again that has failed.
 *
 * @example
 * ```ts
 * @retry({ times: 5, delay: 2, on: (error) => error.message.includes("503") })
 * @step
 * download() {
 *   this.next(this.end);
 * }
 * ```
 */
export const retry = defineStepDecorator<RetryOptions>({
  name: "retry",
  policy(options) {
    checkKeys("retry", options, ["times", "delay", "backoff", "maxDelay", "jitter"], ["on"]);
    const number = (key: keyof RetryOptions, otherwise: number, range = {}) =>
      numberOption("retry", key, options[key], otherwise, range);
    return {
      retry: {
        times: number("times", 3, { whole: true }),
        delay: number("delay", 1) * 1000,
        backoff: number("backoff", 2, { min: 1 }),
        maxDelay: number("maxDelay", 300) * 1000,
        jitter: number("jitter", 0, { max: 1 }),
      },
    };
  },
  retryOn(error, { on }) {
    if (on === undefined) return true;
    if (typeof on !== "function") {
      throw wrongOptions("retry", '"on" is no function', "Write on: (error) => …");
    }
    return on(error as Error);
  },
});
