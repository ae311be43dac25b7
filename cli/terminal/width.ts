const PLAIN = /^[\x20-\x7e]*$/;
// deno-lint-ignore no-control-regex
const SEQUENCE = /\x1b\[[0-9;:]*m/g;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{20000}-\u{3fffd}]$/u;

/** The columns that text takes on a terminal; colours take none. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text.replace(SEQUENCE, "")) width += characterWidth(character);
  return width;
}

/** Text cut to a number of columns, ending in `…` if it was longer. Colours are kept. */
export function fitWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let fitted = "";
  let width = 0;
  let coloured = false;
  let from = 0;
  const take = (part: string): boolean => {
    for (const character of part) {
      width += characterWidth(character);
      if (width > columns - 1) return false;
      fitted += character;
    }
    return true;
  };
  for (const match of text.matchAll(SEQUENCE)) {
    if (!take(text.slice(from, match.index))) break;
    fitted += match[0];
    coloured = true;
    from = match.index + match[0].length;
  }
  if (width <= columns - 1) take(text.slice(from));
  return `${fitted}${columns > 0 ? "…" : ""}${coloured ? "\x1b[0m" : ""}`;
}

/** Text filled up with spaces to a number of columns. */
export function padWidth(text: string, columns: number, side: "left" | "right" = "right"): string {
  const fill = " ".repeat(Math.max(0, columns - displayWidth(text)));
  return side === "right" ? text + fill : fill + text;
}

function characterWidth(character: string): number {
  if (character.length === 1 && PLAIN.test(character)) return 1;
  return NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}
