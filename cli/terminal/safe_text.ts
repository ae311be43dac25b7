// What a flow wrote may hold anything: control characters that move the cursor, sequences that
// retitle the terminal, marks that turn the direction of text around.
// deno-lint-ignore no-control-regex
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
// deno-lint-ignore no-control-regex
const STYLE = /\x1b\[[0-9;:]*m/g;
const NAMED: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text that shows on one line and does nothing to the terminal: control characters are spelt out. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, spellOut);
}

/** The same for a message of several lines: it keeps its line breaks, and its colours are left out. */
export function safeLines(text: string): string[] {
  return text.replaceAll("\r\n", "\n").replace(STYLE, "").split("\n")
    .map((line) => safeText(expandTabs(line)));
}

/**
 * A line of a log: it keeps its colours (where colours are on) and nothing else that could act on
 * the terminal. Of a line that was drawn over with carriage returns the last state is kept.
 */
export function safeLogLine(line: string, colours: boolean): string {
  let text = line.endsWith("\r") ? line.slice(0, -1) : line;
  text = expandTabs(text.slice(text.lastIndexOf("\r") + 1));
  let safe = "";
  let from = 0;
  let styled = false;
  for (const match of text.matchAll(STYLE)) {
    safe += safeText(text.slice(from, match.index));
    if (colours) safe += match[0];
    styled ||= colours;
    from = match.index + match[0].length;
  }
  return safe + safeText(text.slice(from)) + (styled ? "\x1b[0m" : "");
}

function expandTabs(text: string): string {
  return text.replaceAll("\t", "    ");
}

function spellOut(character: string): string {
  const code = character.charCodeAt(0);
  return NAMED[character] ??
    (code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`);
}
