/** The place in a user's file that an error is about. Lines and columns count from 1. */
export interface ErrorPlace {
  file: string;
  line: number;
  column: number;
}

/** What a {@linkcode FlowError} carries besides its message. */
export interface FlowErrorOptions extends ErrorOptions {
  /** What to do about it, as one or more full sentences. */
  hint?: string;
  /** Where in a user's file it is. */
  place?: ErrorPlace;
  /**
   * The exit code that the command line ends with: 1 what was asked failed, 2 wrong use.
   *
   * @default {1}
   */
  exitCode?: 1 | 2;
}

/**
 * An error made for people: it says what happened and what to do, and is shown without a stack
 * trace. Anything else that reaches the command line is a defect of Flow.
 */
export class FlowError extends Error {
  override name = "FlowError";
  /** A stable name for programs, such as `store-damaged`. */
  readonly code: string;
  readonly hint: string | undefined;
  readonly place: ErrorPlace | undefined;
  readonly exitCode: 1 | 2;

  constructor(code: string, message: string, options: FlowErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.hint = options.hint;
    this.place = options.place;
    this.exitCode = options.exitCode ?? 1;
  }
}
