import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkKeys, wrongOptions } from "./options.ts";

/** Options of {@linkcode catchError}. */
export interface CatchErrorOptions {
  /**
   * The artifact that takes the error, as `{ name, message, stack, type }`. It is `undefined` where
   * nothing failed.
   *
   * @default {"failure"}
   */
  as?: string;
  /**
   * Prints each error to the task's stderr.
   *
   * @default {true}
   */
  print?: boolean;
}

const DEFAULT_NAME = "failure";

/**
 * Lets the run go on when a step has failed for good, after all retries. What the step had set
 * stays set, and the run goes on from the step's own `this.next`.
 *
 * @example
 * ```ts
 * failure!: CaughtError | undefined;
 *
 * @catchError({ as: "failure" })
 * @step
 * score(genre: string) {
 *   this.mean = meanRating(genre);
 *   this.next(this.gather);
 * }
 * ```
 */
export const catchError = defineStepDecorator<CatchErrorOptions>({
  name: "catchError",
  policy(options) {
    checkKeys("catchError", options, ["as", "print"]);
    const { as = DEFAULT_NAME } = options;
    if (typeof as !== "string" || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(as)) {
      throw wrongOptions(
        "catchError",
        `"as" cannot be ${JSON.stringify(as)}`,
        'It is the name of an artifact: @catchError({ as: "failure" }).',
      );
    }
    if (options.print !== undefined && typeof options.print !== "boolean") {
      throw wrongOptions(
        "catchError",
        `"print" cannot be ${JSON.stringify(options.print)}`,
        "It is true or false.",
      );
    }
    return { catchAs: as };
  },
  // The scheduler sets it to the error when the last attempt has failed, however it failed.
  before({ flow, options }) {
    Reflect.set(flow, options.as ?? DEFAULT_NAME, undefined);
  },
  onError({ error, options }) {
    if (options.print ?? true) console.error(error);
  },
});

/** What {@linkcode catchError} leaves in its artifact. */
export interface CaughtError {
  name: string;
  message: string;
  stack: string;
  /** `error` for what the step threw; `timeout`, `memory`, `killed`, `exit` … for the rest. */
  type: string;
}
