/** HTML that is safe to be put into a page as it is. */
export class Html {
  readonly text: string;

  /** @param text Markup that holds nothing of a flow but what was escaped. */
  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

/**
 * Markup: all that is put into it is escaped, unless it is markup itself. Attributes have to stand in
 * double quotes.
 */
export function markup(literals: TemplateStringsArray, ...parts: Part[]): Html {
  let text = literals[0]!;
  parts.forEach((part, at) => text += textOf(part) + literals[at + 1]!);
  return new Html(text);
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "object") return part.map(textOf).join("");
  return escape(String(part));
}

/** Text for HTML: what has a meaning there, and what must not stand there. */
export function escape(text: string): string {
  return text
    // deno-lint-ignore no-control-regex -- flows may write any text
    .replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "")
    .toWellFormed()
    .replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
