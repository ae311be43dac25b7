import type { Colours } from "./colours.ts";
import { safeText } from "./safe_text.ts";
import { displayWidth, fitWidth } from "./width.ts";

/** A place in a file. Lines and columns count from 1; column 0 is the whole line. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

const CONTEXT = 2;
const MAX_COLUMNS = 160;
/** Bytes of a file that may be somebody's source. */
const LONGEST_SOURCE = 16 * 1024 * 1024;

/**
 * The lines around a place, with a mark under it.
 *
 * @param source The text of the file.
 * @returns Lines; none when the file has no such line.
 */
export function codeFrame(source: string, place: Place, colours: Colours): string[] {
  const lines = source.split(/\r?\n/);
  if (place.line < 1 || place.line > lines.length) return [];
  const first = Math.max(1, place.line - CONTEXT);
  const last = Math.min(lines.length, place.line + CONTEXT);
  const gutter = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const here = number === place.line;
    const text = fitWidth(shown(lines[number - 1]!), MAX_COLUMNS);
    const edge = `${here ? ">" : " "} ${String(number).padStart(gutter)} |`;
    frame.push(`${here ? colours.red(edge) : colours.dim(edge)}${text === "" ? "" : ` ${text}`}`);
    if (here && place.column >= 1) {
      const before = shown(lines[number - 1]!.slice(0, place.column - 1));
      if (before.length < MAX_COLUMNS) {
        frame.push(
          `${colours.dim(`  ${" ".repeat(gutter)} |`)} ${" ".repeat(displayWidth(before))}${
            colours.red("^")
          }`,
        );
      }
    }
  }
  return frame;
}

/** A path as people write it: from the working folder where that is shorter. */
export function displayPath(file: string, folder: string): string {
  const root = folder.endsWith("/") ? folder : `${folder}/`;
  return safeText(file.startsWith(root) ? file.slice(root.length) : file);
}

/** `file:line:column` with the frame beneath, as far as the file can still be read. */
export function showPlace(place: Place, colours: Colours): string[] {
  const where = `${displayPath(place.file, Deno.cwd())}:${place.line}` +
    (place.column >= 1 ? `:${place.column}` : "");
  const source = readSource(place.file);
  return [colours.cyan(where), ...source === null ? [] : codeFrame(source, place, colours)];
}

/** Null for what is no source: a place may come from an error that somebody made up. */
function readSource(file: string): string | null {
  try {
    const { isFile, size } = Deno.statSync(file);
    return isFile && size <= LONGEST_SOURCE ? Deno.readTextFileSync(file) : null;
  } catch {
    return null;
  }
}

function shown(text: string): string {
  return safeText(text.replaceAll("\t", "  "));
}
