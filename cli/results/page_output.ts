import { explainPath } from "../../store/given_path.ts";
import type { GlobalOptions } from "../framework/command.ts";
import { safeText } from "../terminal/safe_text.ts";
import type { Output } from "../terminal/output.ts";

/** Where a page goes. */
export interface PageTarget {
  /** A file; else the standard output. */
  file: string | undefined;
  globals: GlobalOptions;
  out: Output;
  err: Output;
}

/**
 * Gives out a page of HTML.
 *
 * @param about What `--json` tells of it besides.
 * @throws {FlowError} Where the file cannot be written.
 */
export async function writePage(
  html: string,
  about: Record<string, unknown>,
  { file, globals, out, err }: PageTarget,
): Promise<void> {
  if (file !== undefined) {
    try {
      await Deno.writeTextFile(file, html);
    } catch (error) {
      throw explainPath(error, "write", file);
    }
  }
  if (globals.json) out.json({ ...about, ...file === undefined ? { html } : { file } });
  else if (file === undefined) out.write(html);
  else if (!globals.quiet) err.line(`Written to ${safeText(file)}`);
}
