/**
 * A value that cannot be kept. The message reads `Cannot keep the value: .rows[3].fn is a function`;
 * a caller that knows the artifact's name makes its own from {@linkcode path} and
 * {@linkcode reason}.
 */
export class EncodeError extends Error {
  override name = "EncodeError";
  /** The place inside the value, such as `.rows[3].fn`, or `""` for the value itself. */
  readonly path: string;
  /** What stands there, to follow "is": `a function`. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot keep the value: ${path === "" ? "it" : path} is ${reason}`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** Bytes that no value of their kind encodes to. It is the only error that decoding throws. */
export class DecodeError extends Error {
  override name = "DecodeError";
  /** The kind that the bytes were said to be. */
  readonly kind: string;

  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(`Cannot decode bytes of kind "${kind}": ${message}`, options);
    this.kind = kind;
  }
}
