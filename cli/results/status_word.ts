import type { RunStatus, TaskStatus } from "../../core/client/reader.ts";
import type { Colours } from "../terminal/colours.ts";

/** A status word in its colour. */
export function statusWord(status: RunStatus | TaskStatus, colours: Colours): string {
  switch (status) {
    case "succeeded":
      return colours.green(status);
    case "failed":
    case "lost":
      return colours.red(status);
    case "caught":
    case "cancelled":
      return colours.yellow(status);
    case "running":
      return colours.blue(status);
    default:
      return colours.dim(status);
  }
}
