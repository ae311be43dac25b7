/** What kind of mistake a {@linkcode StepError} is: the words of `ErrorRecord.type`. */
export type StepErrorType = "error" | "artifact" | "transition" | "load";

const failureType = Symbol.for("flow.failureType");

/**
 * A step that uses its flow object wrongly: it reads what nothing set, hands on to what is no step,
 * assigns to a parameter. It is thrown into the step's own code, so that its stack points there.
 */
export class StepError extends Error {
  override name = "StepError";
  /** Read where errors are recorded, under a name that no error of a user has by chance. */
  readonly [failureType]: StepErrorType;
  /** What to do about it, in full sentences; undefined when the message says it all. */
  readonly hint: string | undefined;

  constructor(type: StepErrorType, message: string, hint = "") {
    super(message);
    this[failureType] = type;
    this.hint = hint === "" ? undefined : hint;
  }
}
