import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkKeys, numberOption, wrongOptions } from "./options.ts";

/** Options of {@linkcode timeout}. They add up. */
export interface TimeoutOptions {
  seconds?: number;
  minutes?: number;
  hours?: number;
}

/**
 * Ends an attempt of a step that takes too long, and counts it as failed. `current.signal` fires
 * first, so that the step can end by itself.
 *
 * @example
 * ```ts
 * @timeout({ minutes: 1, seconds: 30 })
 * @step
 * train() {
 *   this.next(this.end);
 * }
 * ```
 */
export const timeout = defineStepDecorator<TimeoutOptions>({
  name: "timeout",
  policy(options) {
    checkKeys("timeout", options, ["seconds", "minutes", "hours"]);
    const number = (key: keyof TimeoutOptions) => numberOption("timeout", key, options[key], 0);
    const seconds = number("seconds") + 60 * number("minutes") + 3600 * number("hours");
    if (seconds === 0) {
      throw wrongOptions(
        "timeout",
        "the time is 0",
        "Give it seconds, minutes or hours: @timeout({ minutes: 5 }).",
      );
    }
    return { timeout: seconds * 1000 };
  },
});
