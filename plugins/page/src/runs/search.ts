/**
 * The text of the search field: words, and `name:value` or `name=value` for what has a field of its
 * own. Values with blanks stand in quotes.
 *
 * @module
 */

/** What a text asks for. */
export interface Search {
  /** All of them must be found somewhere. */
  words: string[];
  tags: string[];
  user: string | null;
  /** Parameters, as the API takes them: `minVotes:5`. */
  params: string[];
}

const TOKEN = /(?:(tag|user):|([\w$]+)=)?(?:"((?:[^"\\]|\\.)*)"?|(\S+))/gy;

/** Reads the text of the search field. Nothing is an error: what has no other meaning is a word. */
export function readSearch(text: string): Search {
  const search: Search = { words: [], tags: [], user: null, params: [] };
  let rest = text.trimStart();
  while (rest !== "") {
    TOKEN.lastIndex = 0;
    const match = TOKEN.exec(rest);
    if (match === null) {
      const [word] = rest.split(/\s+/, 1);
      search.words.push(word!);
      rest = rest.slice(word!.length).trimStart();
      continue;
    }
    const [whole, field, param, quoted, plain] = match;
    const value = plain ?? quoted!.replaceAll(/\\(.)/g, "$1");
    if (field === "tag") search.tags.push(value);
    else if (field === "user") search.user = value;
    else if (param !== undefined) search.params.push(`${param}:${value}`);
    else if (value !== "") search.words.push(value);
    rest = rest.slice(whole.length).trimStart();
  }
  return search;
}

/** The text with one more thing that must hold: `tag`, `nightly` → `… tag:nightly`. */
export function addToSearch(text: string, field: string, value: string): string {
  const sign = field === "tag" || field === "user" ? ":" : "=";
  const shown = /^[^\s"\\]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
  const token = `${field}${sign}${shown}`;
  const parts = text.trim();
  return parts.includes(token) ? parts : `${parts} ${token}`.trim();
}
