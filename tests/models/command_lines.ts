/**
 * Command lines that are made up.
 *
 * @module
 */

import fc from "fast-check";
import type { Command, Completion, Option, PositionalTable } from "../../cli/framework/command.ts";
import { GLOBAL_OPTIONS } from "../../cli/framework/globals.ts";
import { optionName } from "../../core/flow/option_name.ts";
import { COMMANDS } from "../../cli/framework/table.ts";

/** Words that mean something in the playground, by what may stand in their place. */
const MEANT: Record<string, readonly string[]> = {
  "run": ["Tally/1", "Demo/1", "Demo/2", "Tally", "Demo", "Tally/99"],
  "flow": ["Tally", "Demo", "Nobody"],
  "pathspec": [
    ...["Tally/1", "Tally/1/measure", "Tally/1/measure/2", "Tally/1/end/6", "Tally/1/end/6/sum"],
    ...["Demo", "Demo/1", "Demo/1/score/2/big", "Demo/2", "Tally/1/nowhere", "Tally/1/end/99"],
    ...["Tally/-1", "Tally//", "Nobody/1/2/3/4/5"],
  ],
  "step": ["start", "measure", "add", "end", "nowhere"],
  "flow-file": ["flow.ts", "flow.ts:Tally", "flow.ts:Nobody", "bad.ts", "note.txt", "nowhere.ts"],
  "file": ["run.flowrun", "note.txt", "settings.json", "new", "nowhere/new", ".flow"],
  "folder": ["new", "new/er", ".", ".flow", "note.txt"],
  "tag": ["pin", "best", "user:ann", "nightly"],
  "choice": ["bash", "zsh", "svg", "json", "30d", "0d", "failed", "10k", "sum,words", "sum"],
  "decorator": ["retry:times=2", "timeout:seconds=0", "catchError", "retry:times=x", "nobody"],
};

/** Words that mean nothing, or too much. */
const HOSTILE = [
  ...[
    "",
    " ",
    "-",
    "--",
    "---",
    "=",
    "--=",
    "-=",
    "-qq",
    "-h",
    "--help",
    "--no-json",
    "--json=maybe",
  ],
  ...[
    "\x1b[31m",
    "\x07",
    "\t",
    "\n",
    "\r",
    "💥",
    "\u202e",
    "é",
    "a b",
    "'",
    '"',
    "$HOME",
    "`x`",
    "\\",
  ],
  ...[
    "-1",
    "0",
    "1",
    "1.5",
    "1e309",
    "99999999999999999999",
    "0x10",
    "NaN",
    "Infinity",
    "٣",
    "null",
  ],
  ...["__proto__", "constructor", "toString", "--__proto__", "--constructor=1", "%s%n", "{}", "[]"],
  ...[
    "x".repeat(10_000),
    "é".repeat(3000),
    "a/".repeat(500),
    "true",
    "false",
    "undefined",
    ":",
    "a:b",
  ],
];

const word = fc.oneof(
  { arbitrary: fc.constantFrom(...Object.values(MEANT).flat()), weight: 6 },
  { arbitrary: fc.constantFrom(...HOSTILE), weight: 3 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 8 }), weight: 1 },
);

/** The playground is left by no path, no line is NUL, and nothing waits for ever. */
function isSafe(arg: string): boolean {
  return !/(^|=)\/|\.\.|\0|^--?inspect|^--allow|^-f$|^--follow|^serve$|^view$/.test(arg) &&
    arg.isWellFormed();
}

/** A word for an option or an argument, most often one that fits. */
function fitting(complete: Completion | undefined): fc.Arbitrary<string> {
  const words = typeof complete === "string" ? MEANT[complete] : complete;
  if (words === undefined || words.length === 0) return word;
  return fc.oneof({ arbitrary: fc.constantFrom(...words), weight: 4 }, word);
}

function valueOf(option: Exclude<Option, { kind: "flag" }>): fc.Arbitrary<string> {
  if (option.kind === "text" && option.choices) return fitting(option.choices);
  if (option.kind === "count") return fitting(["0", "1", "2", "3", "10", "4294967296"]);
  return fitting(option.complete);
}

function optionArgs([key, option]: [string, Option]): fc.Arbitrary<string[]> {
  const name = optionName(key);
  if (option.kind === "flag") {
    return fc.constantFrom(`--${name}`, `--no-${name}`).map((one) => [one]);
  }
  const value = valueOf(option);
  return fc.oneof(
    value.map((text) => [`--${name}`, text]),
    value.map((text) => [`--${name}=${text}`]),
    fc.constant(`--${name}`).map((one) => [one]),
  );
}

async function loaded(name: string): Promise<Command> {
  const entry = COMMANDS.find((one) => one.name === name)!;
  return (await entry.load()).default as Command;
}

/** The arguments of a command, a few too many or too few at times. */
function wordsFor(positionals: PositionalTable): fc.Arbitrary<string[]> {
  const all = Object.values(positionals).map(({ complete }) => fitting(complete));
  return fc.tuple(fc.tuple(...all), fc.nat(9), fc.array(word, { minLength: 1, maxLength: 2 })).map(
    ([fit, luck, more]) => luck === 0 ? [...fit, ...more] : luck === 1 ? fit.slice(1) : fit,
  );
}

/** Command lines of all commands, most of them near to what the command takes. */
export async function commandLines(): Promise<fc.Arbitrary<string[]>> {
  const named: fc.Arbitrary<string[]>[] = [];
  for (const { name } of COMMANDS) {
    const command = await loaded(name);
    const options = Object.entries({ ...GLOBAL_OPTIONS, ...command.options })
      .filter(([key]) => key !== "store" && key !== "help");
    const extra = fc.oneof(
      fc.constantFrom(...options).chain(optionArgs),
      fc.constant("--json").map((one) => [one]),
    );
    named.push(
      fc.tuple(wordsFor(command.positionals), fc.array(extra, { maxLength: 3 }), fc.boolean())
        .map(([words, extras, last]) => [
          ...name.split(" "),
          ...last ? [...words, ...extras.flat()] : [...extras.flat(), ...words],
        ]),
    );
  }
  return fc.oneof(
    { arbitrary: fc.oneof(...named), weight: 12 },
    { arbitrary: fc.array(word, { maxLength: 5 }), weight: 1 },
    {
      arbitrary: fc.tuple(fc.oneof(...named), fc.nat(5), word)
        .map(([args, at, more]) => args.toSpliced(at, 0, more)),
      weight: 2,
    },
  ).filter((args) => args.every(isSafe));
}
