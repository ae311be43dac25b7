import type { Colours } from "../terminal/colours.ts";
import { padWidth } from "../terminal/width.ts";
import type { Command, HelpSection, Option, OptionTable, Positional } from "./command.ts";
import { GLOBAL_OPTIONS } from "./globals.ts";
import { optionName } from "../../core/flow/option_name.ts";
import type { CommandEntry } from "./table.ts";

const TERM_COLUMNS = 28;

/** The help for the command line as a whole, or for a group of commands (`store`). */
export function overview(entries: readonly CommandEntry[], colours: Colours, under = ""): string {
  const lines = [
    under === ""
      ? "Flow runs workflows written as TypeScript classes, and keeps every value they make."
      : `Commands of flow ${under}.`,
    "",
    `${colours.bold("Usage:")} flow ${under === "" ? "COMMAND" : `${under} COMMAND`} [OPTIONS]`,
  ];
  for (const group of new Set(entries.map((entry) => entry.group))) {
    if (group === undefined) continue;
    const rows = entries.filter((entry) => entry.group === group)
      .map(({ name, summary }): [string, string] => [name, summary]);
    lines.push("", ...section({ heading: group, rows }, colours));
  }
  lines.push(
    "",
    ...section({ heading: "Options of every command", rows: optionRows(GLOBAL_OPTIONS) }, colours),
    "",
    under === ""
      ? "flow COMMAND --help tells more; flow run FILE --help shows the parameters of a flow."
      : `flow ${under} COMMAND --help tells more.`,
  );
  return lines.join("\n");
}

/** The help for one command. */
export function commandHelp(
  name: string,
  command: Command,
  more: readonly HelpSection[],
  colours: Colours,
): string {
  const positionals = Object.entries(command.positionals);
  const usage = [
    "flow",
    name,
    ...positionals.map(([key, positional]) => positionalUsage(key, positional)),
    ...(Object.keys(command.options).length > 0 || command.open ? ["[OPTIONS]"] : []),
  ];
  const sections: HelpSection[] = [
    {
      heading: "Arguments",
      rows: positionals.map(([key, { help }]) => [optionName(key).toUpperCase(), help]),
    },
    ...more,
    { heading: "Options", rows: optionRows(command.options) },
    { heading: "Options of every command", rows: optionRows(GLOBAL_OPTIONS) },
  ];
  const lines = [command.description, "", `${colours.bold("Usage:")} ${usage.join(" ")}`];
  for (const part of sections) {
    if (part.rows.length > 0) lines.push("", ...section(part, colours));
  }
  if (command.examples.length > 0) {
    lines.push("", colours.bold("Examples:"), ...command.examples.map((line) => `  flow ${line}`));
  }
  return lines.join("\n");
}

/** `--name VALUE` with its help, for each option that is not hidden. */
export function optionRows(table: OptionTable): [string, string][] {
  const rows = new Map<string, string>();
  for (const [key, option] of Object.entries(table)) {
    if (option.hidden !== true) rows.set(option.family ?? optionTerm(key, option), option.help);
  }
  return [...rows];
}

/** `--name VALUE`, as the help shows it. */
export function optionTerm(key: string, option: Option): string {
  const name = key === "color" ? "no-color" : optionName(key);
  const long = `${option.short ? `-${option.short}, ` : ""}--${name}`;
  if (option.kind === "flag") return long;
  if (option.kind === "optional") return `${long}[=${option.value}]`;
  const value = option.kind === "text" && option.choices ? option.choices.join("|") : option.value;
  return `${long} ${value}${option.kind === "list" ? " …" : ""}`;
}

function positionalUsage(key: string, { kind, required }: Positional): string {
  const name = `${optionName(key).toUpperCase()}${kind === "rest" ? "…" : ""}`;
  return required ? name : `[${name}]`;
}

function section({ heading, rows }: HelpSection, colours: Colours): string[] {
  return [
    colours.bold(`${heading}:`),
    ...rows.flatMap(([term, text]) =>
      term.length > TERM_COLUMNS
        ? [`  ${colours.cyan(term)}`, `  ${" ".repeat(TERM_COLUMNS)}  ${text}`]
        : [`  ${padWidth(colours.cyan(term), TERM_COLUMNS)}  ${text}`.trimEnd()]
    ),
  ];
}
