import type { Reader } from "../../core/client/reader.ts";
import type { GlobalOptions } from "../framework/command.ts";
import type { Output } from "../terminal/output.ts";
import { safeText } from "../terminal/safe_text.ts";

/** Prints the tags of a run, one a line; those of Flow itself dimmed. */
export async function showTags(
  reader: Reader,
  run: string,
  globals: GlobalOptions,
  out: Output,
): Promise<number> {
  const tags = await reader.tags(run);
  if (globals.json) out.json(tags.map(({ tag }) => tag));
  else if (!globals.quiet) {
    for (const { tag, system } of tags) {
      out.line(system ? out.colours.dim(safeText(tag)) : safeText(tag));
    }
  }
  return 0;
}
