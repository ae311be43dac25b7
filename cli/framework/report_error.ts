import type { Diagnostic } from "../../core/lint/diagnostic.ts";
import { FlowError } from "../../store/error.ts";
import { showPlace } from "../terminal/code_frame.ts";
import { diagnosticLines } from "../flow_file/show_diagnostics.ts";
import type { Output } from "../terminal/output.ts";
import { safeLines } from "../terminal/safe_text.ts";

/**
 * Tells people of an error, and programs (with `--json`) as one JSON document on stdout.
 *
 * @returns The exit code to end with.
 */
export function reportError(error: unknown, out: Output, err: Output, json: boolean): number {
  if (json) {
    out.line(JSON.stringify({ type: "error", error: errorRecord(error) }));
  }
  for (const line of errorLines(error, err)) err.line(line);
  return error instanceof FlowError ? error.exitCode : 1;
}

function errorRecord(error: unknown): Record<string, unknown> {
  if (!(error instanceof FlowError)) return { code: "defect", message: messageOf(error) };
  const { code, message, hint, place } = error;
  const diagnostics = diagnosticsOf(error);
  return {
    code,
    message,
    ...(hint ? { hint } : {}),
    ...(place ? { place } : {}),
    ...(diagnostics ? { diagnostics } : {}),
  };
}

/** What the check of a flow found, where the error is that it did. */
function diagnosticsOf(error: FlowError): readonly Diagnostic[] | undefined {
  return "diagnostics" in error ? error.diagnostics as readonly Diagnostic[] : undefined;
}

function errorLines(error: unknown, { colours }: Output): string[] {
  const label = colours.bold(colours.red("error"));
  if (!(error instanceof FlowError)) {
    return [
      `${label}: This is a defect of Flow: ${safeLines(messageOf(error)).join("\n  ")}`,
      ...(debugging()
        ? safeLines(stackOf(error))
        : ["  Please report it, with what you did and the stack that FLOW_DEBUG=1 shows."]),
    ];
  }
  const [first = "", ...rest] = safeLines(error.message);
  const lines = diagnosticLines(diagnosticsOf(error) ?? [], colours);
  lines.push(`${label}: ${first}`, ...rest.map((line) => `  ${line}`));
  if (error.place) lines.push("", ...showPlace(error.place, colours).map((line) => `  ${line}`));
  if (error.hint) {
    if (error.place) lines.push("");
    lines.push(...safeLines(error.hint).map((line) => `  ${line}`));
  }
  if (debugging()) lines.push("", ...safeLines(stackOf(error)));
  return lines;
}

function debugging(): boolean {
  return Boolean(Deno.env.get("FLOW_DEBUG"));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
