import type { Option, OptionTable, PositionalTable } from "./command.ts";
import { optionName } from "../../core/flow/option_name.ts";
import { suggest } from "./suggest.ts";
import { tokens } from "./tokens.ts";
import { usageError } from "./usage_error.ts";

/** A command line taken apart. */
export interface Parsed {
  /** Option values by name in camel case; an option that was not given has its empty value. */
  values: Record<string, unknown>;
  /** The options that were given. */
  given: Set<string>;
  /** Arguments that are no options and no values of options. */
  words: string[];
}

const FLAG_WORDS: Record<string, boolean | undefined> = {
  true: true,
  yes: true,
  1: true,
  false: false,
  no: false,
  0: false,
};

interface Spelling {
  key: string;
  option: Option;
  negated: boolean;
}

/**
 * Takes a command line apart.
 *
 * @param open Options that are not in the table are passed over; what follows one, and might be its
 *   value, then counts as a word.
 * @throws {FlowError} When an option is unknown, or its value is missing or not as it must be.
 */
export function parseOptions(args: readonly string[], table: OptionTable, open = false): Parsed {
  const spellings = spellingsOf(table);
  const letters = new Map<string, string>();
  for (const [name, { option, negated }] of spellings) {
    if (option.short && !negated && name.length > 1) letters.set(option.short, name);
  }
  const takesValue = (name: string) => {
    const spelling = spellings.get(name);
    if (spelling === undefined) return false;
    const { option, negated } = spelling;
    return option.kind !== "flag" && option.kind !== "optional" && !negated;
  };
  const parsed: Parsed = { values: emptyValues(table), given: new Set(), words: [] };
  const names = { takesValue, ofLetter: (letter: string) => letters.get(letter) };
  for (const token of tokens(args, names)) {
    if (token.kind === "word") {
      parsed.words.push(token.value);
      continue;
    }
    const spelling = spellings.get(token.name);
    if (spelling !== undefined) {
      const value = valueOf(spelling, token.written, token.value, token.inline);
      if (spelling.option.kind === "list") (parsed.values[spelling.key] as unknown[]).push(value);
      else parsed.values[spelling.key] = value;
      parsed.given.add(spelling.key);
    } else if (!open) throw unknownOption(token.written, table);
  }
  return parsed;
}

/**
 * Gives words to positionals by their order.
 *
 * @throws {FlowError} When one that is required is missing, or there are too many.
 */
export function assignPositionals(
  words: readonly string[],
  table: PositionalTable,
): Record<string, string | string[] | undefined> {
  const assigned: Record<string, string | string[] | undefined> = {};
  let next = 0;
  for (const [name, { kind, required }] of Object.entries(table)) {
    if (required && words[next] === undefined) {
      throw usageError(`Missing argument ${optionName(name).toUpperCase()}`);
    }
    assigned[name] = kind === "rest" ? words.slice(next) : words[next];
    next += kind === "rest" ? words.length : 1;
  }
  if (next < words.length) throw usageError(`Unexpected argument "${words[next]}"`);
  return assigned;
}

/** All ways in which the options of a table can be written, without the dashes. */
function spellingsOf(table: OptionTable): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  for (const [key, option] of Object.entries(table)) {
    const names = new Set([optionName(key), key]);
    if (option.kind === "flag") {
      for (const name of names) spellings.set(`no-${name}`, { key, option, negated: true });
    }
    for (const name of names) spellings.set(name, { key, option, negated: false });
  }
  return spellings;
}

function emptyValues(table: OptionTable): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, { kind }] of Object.entries(table)) {
    values[key] = kind === "flag" ? false : kind === "list" ? [] : undefined;
  }
  return values;
}

function valueOf(
  { option, negated }: Spelling,
  written: string,
  value: string | undefined,
  inline: boolean,
): unknown {
  if (option.kind === "flag") {
    const stated = value === undefined ? true : FLAG_WORDS[value.toLowerCase()];
    if (stated === undefined) {
      throw usageError(`Option ${written} is either on or off, not "${value}"`);
    }
    return stated !== negated;
  }
  if (option.kind === "optional") return value ?? true;
  if (value === undefined || (!inline && value.startsWith("--"))) {
    throw usageError(
      `Option ${written} needs a value`,
      value === undefined
        ? undefined
        : `A value that begins with dashes is given as ${written}=${value}`,
    );
  }
  if (option.kind === "count") return countOf(written, value, option.min);
  if (option.kind === "text" && option.choices !== undefined && !option.choices.includes(value)) {
    const near = suggest(value, option.choices);
    throw usageError(
      `Option ${written} cannot be "${value}"`,
      `${near === undefined ? "" : `Did you mean ${near}? `}It is one of ${
        option.choices.join(", ")
      }.`,
    );
  }
  return value;
}

function countOf(written: string, value: string, min: number): number {
  const count = Number(value);
  if (!/^\d+$/.test(value) || count < min || !Number.isSafeInteger(count)) {
    throw usageError(`Option ${written} needs a whole number of at least ${min}, not "${value}"`);
  }
  return count;
}

function unknownOption(written: string, table: OptionTable): Error {
  const names = Object.entries(table).filter(([, option]) => option.hidden !== true)
    .map(([key]) => optionName(key));
  const near = suggest(optionName(written.replace(/^-+/, "")), names);
  return usageError(
    `Unknown option ${written}`,
    near === undefined ? undefined : `Did you mean --${near}?`,
  );
}
