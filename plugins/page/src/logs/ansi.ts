/**
 * Colours of terminals. Of all that a terminal understands, only how text looks (SGR) is taken; what
 * would move, erase, name or link is left out, and what is left is text.
 *
 * @module
 */

/** How text looks. Colours are 0 to 15 by name, or as CSS has them. */
export interface Style {
  color?: number | string;
  ground?: number | string;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
  strike?: true;
  inverse?: true;
}

/** Text that looks the same throughout. */
export interface Span {
  text: string;
  style: Style;
}

/** Text that looks as text does. */
export const PLAIN: Style = Object.freeze({});

/** By the standard (ECMA-48): how text looks and where it goes; strings, such as titles; all else. */
const SEQUENCE = new RegExp(
  [
    String.raw`(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])`,
    String.raw`(?:\x1b[\]PX^_]|[\x9d\x90])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)`,
    String.raw`\x1b[ -/]*[0-~]?`,
    String.raw`[\x00-\x08\x0b-\x1f\x7f-\x9f]`,
  ].join("|"),
  "g",
);
const SPECIAL = new RegExp(String.raw`[\x00-\x08\x0b-\x1f\x7f-\x9f]`);

/** Spans of a line, and how what follows it looks. */
export function readAnsi(line: string, begin: Style): { spans: Span[]; end: Style } {
  if (!SPECIAL.test(line)) {
    return { spans: line === "" ? [] : [{ text: line, style: begin }], end: begin };
  }
  const spans: Span[] = [];
  let style = begin;
  let at = 0;
  const take = (text: string) => {
    if (text === "") return;
    const last = spans.at(-1);
    if (last?.style === style) last.text += text;
    else spans.push({ text, style });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    take(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === "m") style = changed(style, match[1]!);
  }
  take(line.slice(at));
  return { spans, end: style };
}

/** The text alone. */
export function withoutAnsi(line: string): string {
  return SPECIAL.test(line) ? line.replaceAll(SEQUENCE, "") : line;
}

const ON: Record<number, keyof Style> = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
  7: "inverse",
  9: "strike",
};
const OFF: Record<number, (keyof Style)[]> = {
  21: ["bold"],
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["underline"],
  27: ["inverse"],
  29: ["strike"],
  39: ["color"],
  49: ["ground"],
};

function changed(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  let next: Record<string, unknown> = { ...style };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === 0) next = {};
    else if (ON[code] !== undefined) next[ON[code]!] = true;
    else if (OFF[code] !== undefined) { for (const name of OFF[code]!) delete next[name]; }
    else if (code >= 30 && code <= 37) next.color = code - 30;
    else if (code >= 40 && code <= 47) next.ground = code - 40;
    else if (code >= 90 && code <= 97) next.color = code - 82;
    else if (code >= 100 && code <= 107) next.ground = code - 92;
    else if (code === 38 || code === 48) {
      const isTrue = codes[at + 1] === 2;
      const color = isTrue ? trueColor(codes.slice(at + 2, at + 5)) : indexed(codes[at + 2]);
      if (color !== null) next[code === 38 ? "color" : "ground"] = color;
      at += isTrue ? 4 : 2;
    }
  }
  return Object.keys(next).length === 0 ? PLAIN : next as Style;
}

function trueColor(parts: number[]): string | null {
  const isColor = parts.length === 3 && parts.every((part) => part >= 0 && part <= 255);
  return isColor ? `rgb(${parts.map(Math.trunc).join(" ")})` : null;
}

/** One of the 256: 16 by name, a cube of 6 × 6 × 6, and 24 greys. */
function indexed(index = -1): number | string | null {
  if (!(index >= 0 && index <= 255)) return null;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const part = (size: number) => {
    const level = Math.floor((index - 16) / size) % 6;
    return level === 0 ? 0 : 55 + 40 * level;
  };
  return `rgb(${part(36)} ${part(6)} ${part(1)})`;
}
