import type { EarlyStart } from "../early.ts";
import type { Colours } from "../terminal/colours.ts";
import type { Output } from "../terminal/output.ts";

interface OptionBase {
  help: string;
  /** One letter, given as `-x`. */
  short?: string;
  /** Left out of the help, but accepted. */
  hidden?: boolean;
  /** Shown in the help instead of the name, once for all options that have the same. */
  family?: string;
}

/** What shell completion offers for a value. */
export type Completion =
  | "file"
  | "folder"
  | "flow-file"
  | "flow"
  | "run"
  | "pathspec"
  | "step"
  | "tag"
  | "command"
  | readonly string[];

interface WithValue extends OptionBase {
  /** The word for the value in the help, in capitals. */
  value: string;
  complete?: Completion;
}

/** `--name`, and `--no-name` to take it back. */
export interface FlagOption extends OptionBase {
  kind: "flag";
}
/** `--name VALUE`; where `choices` are given, nothing else is accepted. */
export interface TextOption extends WithValue {
  kind: "text";
  choices?: readonly string[];
}
/** `--name N`, a whole number. */
export interface CountOption extends WithValue {
  kind: "count";
  /** The smallest number allowed. */
  min: number;
}
/** `--name VALUE`, as often as wanted. */
export interface ListOption extends WithValue {
  kind: "list";
}
/** `--name` or `--name=VALUE`: the value is `true` when left out. */
export interface OptionalOption extends WithValue {
  kind: "optional";
}

/** One option of a command. */
export type Option = FlagOption | TextOption | CountOption | ListOption | OptionalOption;

/** The options of a command by name in camel case; `maxWorkers` is given as `--max-workers`. */
export type OptionTable = Readonly<Record<string, Option>>;

/** One argument of a command that is no option. */
export interface Positional {
  help: string;
  /** `rest` takes all that follow, and at least one where `required`. */
  kind?: "rest";
  required: boolean;
  complete?: Completion;
}

/** The positionals of a command in the order in which they are given. */
export type PositionalTable = Readonly<Record<string, Positional>>;

type OptionValue<O extends Option> = O extends { kind: "flag" } ? boolean
  : O extends { kind: "text"; choices: readonly (infer C)[] } ? C | undefined
  : O extends { kind: "text" } ? string | undefined
  : O extends { kind: "count" } ? number | undefined
  : O extends { kind: "list" } ? string[]
  : string | true | undefined;

/** What options have been given, by name in camel case. */
export type OptionValues<O extends OptionTable> = { [K in keyof O]: OptionValue<O[K]> };

type PositionalValue<P extends Positional> = P extends { kind: "rest" } ? string[]
  : P extends { required: true } ? string
  : string | undefined;

/** What positionals have been given, by name. */
export type PositionalValues<P extends PositionalTable> = {
  [K in keyof P]: PositionalValue<P[K]>;
};

/** The options that every command has. */
export interface GlobalOptions {
  /** The folder of the store, as given by `--store` or `FLOW_STORE`. */
  store: string | undefined;
  json: boolean;
  quiet: boolean;
}

/** What a command is run with. */
export interface Context<O extends OptionTable, P extends PositionalTable> {
  options: OptionValues<O>;
  positionals: PositionalValues<P>;
  globals: GlobalOptions;
  /** The arguments after the command's name, for commands that are `open`. */
  args: readonly string[];
  out: Output;
  err: Output;
  /** Colours for `out`. */
  colours: Colours;
  /** What was started ahead for a command that runs a flow. */
  early: EarlyStart | null;
}

/** A section of a command's help: a heading and rows of two columns. */
export interface HelpSection {
  heading: string;
  rows: [term: string, text: string][];
}

/** What the module of a command exports as its default. */
export interface Command<
  O extends OptionTable = OptionTable,
  P extends PositionalTable = PositionalTable,
> {
  /** One or more sentences under the usage line. */
  description: string;
  /** Whole command lines, without the leading `flow`. */
  examples: readonly string[];
  options: O;
  positionals: P;
  /**
   * The command has options that only its arguments tell (the parameters of a flow): options that
   * are not known are left for it to judge.
   */
  open?: boolean;
  /** More sections for `--help`, by what has been given besides. */
  help?(context: Context<O, P>): Promise<HelpSection[]>;
  /** @returns The exit code. */
  run(context: Context<O, P>): Promise<number>;
}

/** Gives a command its types: the values in its context follow from its tables. */
export function defineCommand<const O extends OptionTable, const P extends PositionalTable>(
  command: Command<O, P>,
): Command<O, P> {
  return command;
}
