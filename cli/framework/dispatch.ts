import { lazy } from "../../store/lazy.ts";
import type { EarlyStart } from "../early.ts";
import { FlowError } from "../../store/error.ts";
import { Output } from "../terminal/output.ts";
import type { Command, Context, OptionTable, PositionalTable } from "./command.ts";
import { findCommand } from "./find_command.ts";
import { GLOBAL_OPTIONS } from "./globals.ts";
import { reportError } from "./report_error.ts";
import { COMMANDS } from "./table.ts";
import { usageError } from "./usage_error.ts";

/**
 * Runs a command line.
 *
 * @param args What stands after `flow`.
 * @param early What was started ahead; it is ended where no command takes it.
 * @returns The exit code: 0 success, 1 what was asked failed, 2 wrong use, 130 interrupted.
 */
export async function dispatch(
  args: readonly string[],
  early: EarlyStart | null,
): Promise<number> {
  const colour = args.includes("--no-color") ? false : args.includes("--color") ? true : undefined;
  const out = new Output(Deno.stdout, colour);
  const err = new Output(Deno.stderr, colour);
  const json = args.includes("--json");
  exitOnStrayErrors(out, err, json);
  try {
    return await findAndRun(args, { out, err, early });
  } catch (error) {
    return reportError(error, out, err, json);
  } finally {
    early?.discard();
  }
}

/** An error that no one waits for is a defect; it is told as such, with the cursor given back. */
function exitOnStrayErrors(out: Output, err: Output, json: boolean): void {
  const exit = (event: Event, error: unknown) => {
    event.preventDefault();
    if (out.isTerminal) out.write("\x1b[?25h");
    Deno.exit(reportError(error, out, err, json));
  };
  addEventListener("unhandledrejection", (event) => exit(event, event.reason));
  addEventListener("error", (event) => exit(event, event.error));
}

type Surroundings = Pick<Context<OptionTable, PositionalTable>, "out" | "err" | "early">;

async function findAndRun(args: readonly string[], around: Surroundings): Promise<number> {
  const { out, err } = around;
  const asked = findCommand(args, COMMANDS);
  if (asked.kind === "version") {
    const { versionLines } = await lazy<typeof import("./version.ts")>(
      new URL("./version.ts", import.meta.url),
    );
    for (const line of versionLines()) out.line(line);
    return 0;
  }
  if (asked.kind === "overview") {
    const { overview } = await lazy<typeof import("./help.ts")>(
      new URL("./help.ts", import.meta.url),
    );
    (asked.wanted ? out : err).line(overview(asked.entries, out.colours, asked.under));
    return asked.wanted ? 0 : 2;
  }
  const { name } = asked.entry;
  const command = (await asked.entry.load()).default as Command;
  if (wantsHelp(asked.rest)) return await showHelp(name, command, asked.rest, around);
  try {
    return await command.run(await readContext(command, asked.rest, around));
  } catch (error) {
    throw error instanceof FlowError && error.code === "usage" && error.hint === undefined
      ? usageError(error.message, `flow ${name} --help tells what it takes.`)
      : error;
  }
}

/** The part of a command line that every command reads alike. */
async function readContext(
  command: Command,
  args: readonly string[],
  around: Surroundings,
): Promise<Context<OptionTable, PositionalTable>> {
  const { assignPositionals, parseOptions } = await lazy<typeof import("./parse.ts")>(
    new URL("./parse.ts", import.meta.url),
  );
  const table = { ...GLOBAL_OPTIONS, ...command.options };
  const { values, words } = parseOptions(args, table, command.open);
  const positionals = assignPositionals(
    command.open ? openWords(words) : words,
    command.positionals,
  );
  return {
    options: values as Context<OptionTable, PositionalTable>["options"],
    positionals: positionals as Context<OptionTable, PositionalTable>["positionals"],
    globals: {
      store: (values.store as string | undefined) ?? (Deno.env.get("FLOW_STORE") || undefined),
      json: values.json as boolean,
      quiet: values.quiet as boolean,
    },
    args,
    ...around,
    colours: around.out.colours,
  };
}

/**
 * Of an open command line only the file is known so far: a word that looks like one rather than
 * like the value of an option that is not known yet.
 */
function openWords(words: readonly string[]): string[] {
  const file = words.find((word) => /\.[cm]?[jt]sx?(:\w+)?$/.test(word)) ?? words[0];
  return file === undefined ? [] : [file];
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.some((arg, i) => (arg === "--help" || arg === "-h") && (end < 0 || i < end));
}

async function showHelp(
  name: string,
  command: Command,
  args: readonly string[],
  around: Surroundings,
): Promise<number> {
  const { commandHelp } = await lazy<typeof import("./help.ts")>(
    new URL("./help.ts", import.meta.url),
  );
  const without = args.filter((arg) => arg !== "--help" && arg !== "-h");
  const more = command.help && without.some((arg) => !arg.startsWith("-"))
    ? await command.help(await readContext(command, without, around))
    : [];
  around.out.line(commandHelp(name, command, more, around.out.colours));
  return 0;
}
