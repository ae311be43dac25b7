/**
 * Reads the tour in the README: commands with what they print, and files with changes to them.
 *
 * @module
 */

/** One thing that the reader of the tour does. */
export type Deed =
  /** Types a command; `…` in what is expected stands for any lines. */
  | { kind: "command"; command: string; expected: string[] }
  /** Writes a file. */
  | { kind: "file"; path: string; text: string }
  /** Changes a file: `before` stands in it once. */
  | { kind: "change"; path: string; before: string; after: string };

/** The deeds of a page, in order. Files are named by a comment before their block. */
export function readTour(page: string): Deed[] {
  const deeds: Deed[] = [];
  const blocks = page.matchAll(/(?:<!-- (\S+) -->\s+)?^```(\w+)\n([\s\S]*?)^```$/gm);
  for (const [, path, language, text] of blocks) {
    if (language === "console") deeds.push(...readCommands(text!));
    else if (path !== undefined && language === "diff") deeds.push(readChange(path, text!));
    else if (path !== undefined) deeds.push({ kind: "file", path, text: text! });
  }
  return deeds;
}

function readCommands(text: string): Deed[] {
  return text.split(/^\$ /m).slice(1).map((part) => {
    const [command, ...expected] = part.trimEnd().split("\n");
    return { kind: "command", command: command!, expected };
  });
}

function readChange(path: string, text: string): Deed {
  const lines = text.trimEnd().split("\n");
  const side = (left: string) =>
    lines.filter((line) => !line.startsWith(left)).map((line) => line.slice(1)).join("\n");
  return { kind: "change", path, before: side("+"), after: side("-") };
}

/** Takes out of a line what is different each time: times, durations, and widths of columns. */
function steady(line: string): string {
  return line.replaceAll(/\b\d\d:\d\d:\d\d\b/g, "TIME").replaceAll(/\b[\d.]+ m?s\b/g, "DURATION")
    .replaceAll(/\s+/g, " ").trim();
}

/** Whether lines are as expected; gives the first expected one that is not there, or null. */
export function firstMissing(
  expected: readonly string[],
  actual: readonly string[],
): string | null {
  let at = 0;
  let skipping = false;
  for (const line of expected) {
    if (line === "…") {
      skipping = true;
      continue;
    }
    const wanted = steady(line);
    while (skipping && at < actual.length && steady(actual[at]!) !== wanted) at++;
    if (at >= actual.length || steady(actual[at]!) !== wanted) return line;
    at++;
    skipping = false;
  }
  return skipping || at >= actual.length ? null : `the end, before "${actual[at]}"`;
}
