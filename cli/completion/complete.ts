import type { Command, Completion, Option, OptionTable } from "../framework/command.ts";
import { GLOBAL_OPTIONS } from "../framework/globals.ts";
import { optionName } from "../../core/flow/option_name.ts";
import type { CommandEntry } from "../framework/table.ts";

/** One thing that a shell may put in place of the word that is being typed. */
export interface Candidate {
  value: string;
  /** What it is, for shells that show it. */
  help: string;
}

/** Gives what fits a word of some sort: runs, files … */
export type Source = (
  kind: Completion,
  word: string,
  given: { store: string | undefined; positionals: readonly string[] },
) => Promise<Candidate[]>;

/** Gives the options that a flow file adds to a command. */
export type FlowOptions = (file: string) => Promise<OptionTable>;

/**
 * What may stand in place of the last word of a command line.
 *
 * @param words What stands after `flow`, up to the word that is being typed, which may be empty.
 */
export async function complete(
  words: readonly string[],
  entries: readonly CommandEntry[],
  source: Source,
  flowOptions: FlowOptions,
): Promise<Candidate[]> {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? "";
  const named = before.filter((arg, i) => !arg.startsWith("-") && before[i - 1] !== "--store");
  const entry = entries.find(({ name }) => name === named.slice(0, 2).join(" ")) ??
    entries.find(({ name }) => name === named[0]);
  if (entry === undefined) {
    if (word.startsWith("-")) return optionCandidates(GLOBAL_OPTIONS, word);
    return commandCandidates(entries, named[0], word);
  }
  const command = (await entry.load()).default;
  const depth = entry.name.split(" ").length;
  const rest = before.slice(before.indexOf(named[depth - 1]!) + 1);
  return await completeArguments(command, rest, word, source, flowOptions);
}

async function completeArguments(
  command: Command,
  before: readonly string[],
  word: string,
  source: Source,
  flowOptions: FlowOptions,
): Promise<Candidate[]> {
  const read = readArguments(before, { ...GLOBAL_OPTIONS, ...command.options });
  const file = read.positionals[0];
  const more = command.open && file !== undefined ? await flowOptions(file) : {};
  const table = { ...more, ...GLOBAL_OPTIONS, ...command.options };
  const { positionals, pending, store } = command.open ? readArguments(before, table) : read;
  if (pending !== undefined) {
    return await valueCandidates(pending, word, source, { store, positionals });
  }
  const assigned = /^--([\w-]+)=(.*)$/s.exec(word);
  if (assigned) {
    const option = findOption(table, assigned[1]!);
    const values = option === undefined
      ? []
      : await valueCandidates(option, assigned[2]!, source, { store, positionals });
    return values.map(({ value, help }) => ({ value: `--${assigned[1]}=${value}`, help }));
  }
  if (word.startsWith("-")) return optionCandidates(table, word);
  const places = Object.values(command.positionals);
  const place = places[positionals.length] ??
    (places.at(-1)?.kind === "rest" ? places.at(-1) : undefined);
  if (place?.complete === undefined) return [];
  return await source(place.complete, word, { store, positionals });
}

interface ReadArguments {
  positionals: string[];
  /** The option whose value comes next. */
  pending: Option | undefined;
  store: string | undefined;
}

function readArguments(before: readonly string[], table: OptionTable): ReadArguments {
  const read: ReadArguments = { positionals: [], pending: undefined, store: undefined };
  for (const [i, arg] of before.entries()) {
    // Some shells make a word of its own of the sign in --name=value.
    if (arg === "=") continue;
    if (read.pending !== undefined) {
      if (read.pending === table.store) read.store = arg;
      read.pending = undefined;
    } else if (arg.startsWith("--store=")) read.store = arg.slice("--store=".length);
    else if (arg.startsWith("-") && !arg.includes("=")) {
      const option = findOption(table, arg.replace(/^-+/, ""));
      const takesNext = option !== undefined && option.kind !== "flag" &&
        (option.kind !== "optional" || before[i + 1] === "=");
      if (takesNext) read.pending = option;
    } else if (!arg.startsWith("-")) read.positionals.push(arg);
  }
  return read;
}

function findOption(table: OptionTable, written: string): Option | undefined {
  for (const [key, option] of Object.entries(table)) {
    if (key === written || optionName(key) === written || option.short === written) return option;
  }
}

async function valueCandidates(
  option: Option,
  word: string,
  source: Source,
  given: { store: string | undefined; positionals: readonly string[] },
): Promise<Candidate[]> {
  if (option.kind === "flag") return [];
  const kind = option.kind === "text" && option.choices ? option.choices : option.complete;
  return kind === undefined ? [] : await source(kind, word, given);
}

function optionCandidates(table: OptionTable, word: string): Candidate[] {
  return Object.entries(table)
    .filter(([, option]) => option.hidden !== true)
    .map(([key, { help }]) => ({
      value: `--${key === "color" ? "no-color" : optionName(key)}`,
      help,
    }))
    .filter(({ value }) => value.startsWith(word));
}

function commandCandidates(
  entries: readonly CommandEntry[],
  group: string | undefined,
  word: string,
): Candidate[] {
  const found = new Map<string, string>();
  for (const { name, summary, group: shown } of entries) {
    const [first, second] = name.split(" ");
    if (shown === undefined) continue;
    if (group === undefined) found.set(first!, second === undefined ? summary : `${first} …`);
    else if (first === group && second !== undefined) found.set(second, summary);
  }
  return [...found].map(([value, help]) => ({ value, help }))
    .filter(({ value }) => value.startsWith(word));
}
