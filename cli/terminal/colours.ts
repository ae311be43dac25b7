type Paint = (text: string) => string;

/** Ways to mark text; without colours each gives the text back as it is. */
export interface Colours {
  /** Whether they do anything. */
  on: boolean;
  bold: Paint;
  dim: Paint;
  red: Paint;
  green: Paint;
  yellow: Paint;
  blue: Paint;
  cyan: Paint;
}

/** Makes the colours for one stream. */
export function makeColours(on: boolean): Colours {
  const paint = (open: number, close: number): Paint => (text) =>
    on && text !== "" ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    on,
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
  };
}

/**
 * Whether to colour a stream: `--color` and `--no-color` before `NO_COLOR` before `FORCE_COLOR`
 * before what the stream is.
 *
 * @param asked What the command line says, if it does.
 */
export function wantsColour(asked: boolean | undefined, isTerminal: boolean): boolean {
  if (asked !== undefined) return asked;
  if (Deno.env.get("NO_COLOR")) return false;
  const forced = Deno.env.get("FORCE_COLOR");
  if (forced) return forced !== "0" && forced !== "false";
  return isTerminal && Deno.env.get("TERM") !== "dumb";
}
