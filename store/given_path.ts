import { FlowError } from "./error.ts";

/**
 * What an error of the file system means for whoever has given the path. Anything else is given back
 * as it is.
 *
 * @param doing What could not be done, such as `write`.
 */
export function explainPath(error: unknown, doing: string, path: string): unknown {
  if (!isSystemError(error)) return error;
  return new FlowError("path-unusable", `Cannot ${doing} "${path}": ${error.message}`, {
    cause: error,
    hint: "Look whether the path is right, and whether its folder is there and may be used.",
  });
}

/** Whether the system has refused something, as it says by names such as `ENOENT`. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));
}
