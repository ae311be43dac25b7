/**
 * Code with its words told apart, as lines of spans. The library gives tokens, of which elements are
 * made: never HTML.
 *
 * @module
 */

import "./prism_manual.ts";
// @ts-types="@types/prismjs"
import Prism from "prismjs/components/prism-core.js";
import "prismjs/components/prism-clike.js";
import "prismjs/components/prism-javascript.js";
import "prismjs/components/prism-typescript.js";
import "prismjs/components/prism-json.js";

/** A part of a line; its kind is a class, or "" for none. */
export interface CodeSpan {
  text: string;
  kind: string;
}

/** Characters beyond which code is shown as it is. */
const LARGEST = 300_000;

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: "typescript",
  mts: "typescript",
  tsx: "typescript",
  js: "javascript",
  mjs: "javascript",
  jsx: "javascript",
  json: "json",
  jsonc: "json",
};

/** Lines of code, by the file's ending. */
export function highlight(text: string, path: string): CodeSpan[][] {
  const language = LANGUAGES[path.slice(path.lastIndexOf(".") + 1)];
  const grammar = language === undefined ? undefined : Prism.languages[language];
  const lines: CodeSpan[][] = [[]];
  const add = (text: string, kind: string) => {
    text.split("\n").forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part !== "") lines.at(-1)!.push({ text: part, kind });
    });
  };
  const walk = (token: string | Prism.Token | Prism.TokenStream, kind: string) => {
    if (typeof token === "string") add(token, kind);
    else if (Array.isArray(token)) { for (const one of token) walk(one, kind); }
    else walk(token.content, token.type);
  };
  if (grammar === undefined || text.length > LARGEST) add(text, "");
  else walk(Prism.tokenize(text, grammar), "");
  if (lines.length > 1 && lines.at(-1)!.length === 0) lines.pop();
  return lines;
}
