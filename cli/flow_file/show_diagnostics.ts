import type { Diagnostic } from "../../core/lint/diagnostic.ts";
import { displayPath, showPlace } from "../terminal/code_frame.ts";
import type { Colours } from "../terminal/colours.ts";
import { safeLines, safeText } from "../terminal/safe_text.ts";
import { plural } from "../terminal/units.ts";

/** What the check found, each with its place in the code and what to do. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], colours: Colours): string[] {
  return diagnostics.flatMap((diagnostic) => {
    const { severity, rule, message, file, line, column, hint } = diagnostic;
    const label = severity === "error" ? colours.red("error") : colours.yellow("warning");
    const [first = "", ...rest] = safeLines(message);
    return [
      `${colours.bold(label)}: ${first} ${colours.dim(`(${safeText(rule)})`)}`,
      ...rest.map((text) => `  ${text}`),
      ...showPlace({ file, line, column }, colours).map((text) => `  ${text}`),
      ...(hint ? safeLines(hint).map((text) => `  ${text}`) : []),
      "",
    ];
  });
}

/** Warnings in a line each, for where they are not what was asked for. */
export function warningLines(warnings: readonly Diagnostic[], colours: Colours): string[] {
  const folder = Deno.cwd();
  return warnings.map(({ message, file, line, column, rule }) =>
    `${colours.yellow("warning")}: ${safeText(message)} ` +
    colours.dim(`(${safeText(rule)}, ${displayPath(file, folder)}:${line}:${column})`)
  );
}

/** How much the check found: `2 errors, 1 warning`. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  return [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ].join(", ");
}
