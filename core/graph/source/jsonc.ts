/**
 * Reads JSON with comments and trailing commas, the form of `deno.json`.
 *
 * @param text The file's text.
 * @returns The value.
 * @throws {SyntaxError} If it is no JSON even so.
 */
export function parseJsonc(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(stripComments(text));
  }
}

/** Blanks out comments and trailing commas; strings are left alone. */
function stripComments(text: string): string {
  const token =
    /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*[}\]])/g;
  return text.replace(token, (match) => match.startsWith('"') ? match : " ");
}
