/**
 * Command lines that are made up.
 *
 * @module
 */

import fc from "fast-check";
import type { Command, Option, OptionTable } from "../../cli/framework/command.ts";
import { GLOBAL_OPTIONS } from "../../cli/framework/globals.ts";
import { optionName } from "../../cli/framework/option_name.ts";
import { COMMANDS } from "../../cli/framework/table.ts";

/** Words that mean something in the playground. */
const MEANT = [
  ...["Tally", "Tally/1", "Tally/1/measure", "Tally/1/measure/2", "Tally/1/end/6/sum", "Tally/2"],
  ...["Demo/1", "Demo", "Tally/99", "Tally/1/nowhere", "Tally/-1", "Tally//", "Nobody/1/2/3/4/5"],
  ...["flow.ts", "flow.ts:Tally", "flow.ts:Nobody", "bad.ts", "note.txt", "run.flowrun", "nowhere"],
  ...[
    "settings.json",
    "pin",
    "best",
    "user:ann",
    "30d",
    "0d",
    "bash",
    "zsh",
    "svg",
    "json",
    "count",
  ],
  ...["sum", "retry:times=2", "timeout:seconds=0", "catchError", "retry:times=x", "sum,words"],
];

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
  { arbitrary: fc.constantFrom(...MEANT), weight: 6 },
  { arbitrary: fc.constantFrom(...HOSTILE), weight: 3 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 8 }), weight: 1 },
);

/** The playground is left by no path, no line is NUL, and nothing waits for ever. */
function isSafe(arg: string): boolean {
  return !/(^|=)\/|\.\.|\0|^--?inspect|^--allow|^-f$|^--follow/.test(arg) && arg.isWellFormed();
}

function valueOf(option: Option): fc.Arbitrary<string> {
  const known = option.kind === "text" && option.choices
    ? [fc.constantFrom(...option.choices)]
    : [];
  const count = option.kind === "count" ? [fc.constantFrom("1", "2", "3", "10")] : [];
  return fc.oneof(word, ...known, ...count);
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

async function tableOf(name: string): Promise<OptionTable> {
  const entry = COMMANDS.find((one) => one.name === name)!;
  const command = (await entry.load()).default as Command;
  return { ...GLOBAL_OPTIONS, ...command.options };
}

/** Command lines of all commands, most of them near to what the command takes. */
export async function commandLines(): Promise<fc.Arbitrary<string[]>> {
  const named: fc.Arbitrary<string[]>[] = [];
  for (const { name } of COMMANDS) {
    const options = Object.entries(await tableOf(name)).filter(([key]) => key !== "store");
    const part = fc.oneof(
      { arbitrary: word.map((one) => [one]), weight: 3 },
      { arbitrary: fc.constantFrom(...options).chain(optionArgs), weight: 3 },
      { arbitrary: fc.constant(["--json"]), weight: 2 },
    );
    named.push(
      fc.array(part, { maxLength: 5 }).map((parts) => [...name.split(" "), ...parts.flat()]),
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
