/** What kind of mistake a {@linkcode StepError} is: the words of `ErrorRecord.type`. */
export type StepErrorType = "error" | "artifact" | "transition" | "load";

/**
 * A step that uses its flow object wrongly: it reads what nothing set, hands on to what is no step,
 * assigns to a parameter. It is thrown into the step's own code, so that its stack points there.
 */
export class StepError extends Error {
  override name = "StepError";
  readonly type: StepErrorType;
  /** What to do about it, in full sentences; "" when the message says it all. */
  readonly hint: string;

  constructor(type: StepErrorType, message: string, hint = "") {
    super(message);
    this.type = type;
    this.hint = hint;
  }
}
