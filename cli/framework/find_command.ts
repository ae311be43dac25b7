import { suggest } from "./suggest.ts";
import type { CommandEntry } from "./table.ts";
import { usageError } from "./usage_error.ts";

/** What a command line asks for. */
export type Asked =
  | { kind: "command"; entry: CommandEntry; rest: string[] }
  /** Help without a command: `wanted` when it was asked for, not when the command is missing. */
  | { kind: "overview"; wanted: boolean; under: string; entries: readonly CommandEntry[] }
  | { kind: "version" };

/**
 * Finds the command in a command line. Options of every command may stand before its name.
 *
 * @throws {FlowError} When there is no such command.
 */
export function findCommand(args: readonly string[], entries: readonly CommandEntry[]): Asked {
  let at = 0;
  while (at < args.length && args[at]!.startsWith("-") && args[at] !== "--") {
    at += args[at] === "--store" ? 2 : 1;
  }
  const before = args.slice(0, at);
  const [first, second] = args.slice(at);
  if (before.includes("--version") || before.includes("-V")) return { kind: "version" };
  const wanted = first === "help" || before.includes("--help") || before.includes("-h") ||
    args.length === 0;
  if (first === undefined || first === "help" && second === undefined) {
    return { kind: "overview", wanted, under: "", entries };
  }
  if (first === "help") return findCommand([...args.slice(at + 1), "--help"], entries);

  const two = entries.find(({ name }) => name === `${first} ${second}`);
  if (two) return { kind: "command", entry: two, rest: [...before, ...args.slice(at + 2)] };
  const one = entries.find(({ name }) => name === first);
  if (one) return { kind: "command", entry: one, rest: [...before, ...args.slice(at + 1)] };

  const under = entries.filter(({ name }) => name.startsWith(`${first} `));
  if (under.length > 0) {
    if (second === undefined || second.startsWith("-")) {
      return {
        kind: "overview",
        wanted: wanted || args.includes("--help") || args.includes("-h"),
        under: first,
        entries: under,
      };
    }
    const near = suggest(second, under.map(({ name }) => name.slice(first.length + 1)));
    throw usageError(
      `Unknown command "${first} ${second}"`,
      near ? `Did you mean flow ${first} ${near}?` : `flow ${first} --help lists its commands.`,
    );
  }
  throw unknownCommand(first, entries);
}

function unknownCommand(name: string, entries: readonly CommandEntry[]): Error {
  if (/\.[cm]?[jt]sx?(:\w+)?$/.test(name)) {
    return usageError(`Unknown command "${name}"`, `Did you mean flow run ${name}?`);
  }
  const listed = entries.filter(({ group }) => group !== undefined).map((entry) => entry.name);
  const near = suggest(name, [...listed, ...listed.map((one) => one.split(" ")[0]!)]);
  return usageError(
    `Unknown command "${name}"`,
    near ? `Did you mean flow ${near}?` : "flow --help lists the commands.",
  );
}
