import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Token, tokens } from "./tokens.ts";

const LETTERS: Record<string, string> = { t: "tag", q: "quiet" };
const VALUED = ["tag", "out", "n"];

function taken(args: readonly string[]): Token[] {
  return [...tokens(args, {
    takesValue: (name) => VALUED.includes(name),
    ofLetter: (letter) => LETTERS[letter],
  })];
}

/** What `node:util` makes of them. */
function expected(args: readonly string[]): Token[] {
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      tag: { type: "string", short: "t" },
      out: { type: "string" },
      n: { type: "string" },
      quiet: { type: "boolean", short: "q" },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): Token[] => {
    if (token.kind === "positional") return [{ kind: "word", value: token.value }];
    if (token.kind === "option-terminator") return [];
    const { name, rawName: written, value, inlineValue } = token;
    return [{ kind: "option", name, written, value, inline: inlineValue === true }];
  });
}

Deno.test("tokens() takes apart each way to write an option", () => {
  const args = ["run", "--tag=a=b", "--tag", "-x", "-tc", "-qt", "d", "-qn5", "--", "--tag", "-"];
  assert.deepEqual(taken(args), expected(args));
  assert.deepEqual(taken(["-qtd"]), [
    { kind: "option", name: "quiet", written: "-q", value: undefined, inline: false },
    { kind: "option", name: "tag", written: "-t", value: "d", inline: true },
  ]);
});

Deno.test("tokens() gives what node:util gives, of any arguments", () => {
  const piece = fc.constantFrom("-", "--", "=", "t", "q", "n", "x", "tag", "out", "quiet", "é", "");
  const arg = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.array(arg, { maxLength: 5 }), (args) => {
      assert.deepEqual(taken(args), expected(args));
    }),
    { numRuns: 5000 },
  );
});
