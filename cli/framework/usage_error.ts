import { FlowError } from "../../store/error.ts";

/** Wrong use of the command line: ends with exit code 2. */
export function usageError(message: string, hint?: string): FlowError {
  return new FlowError("usage", message, { exitCode: 2, ...(hint === undefined ? {} : { hint }) });
}
