import type { SchemaInput, SchemaOutput, StandardSchema } from "./standard_schema.ts";
import { StepError } from "./step_error.ts";

/** The types that a parameter can name without a schema. */
export interface ParameterTypes {
  number: number;
  string: string;
  boolean: boolean;
  list: string[];
  json: unknown;
}

/** What `type` may be for a parameter of type `T`. */
export type TypeName<T> =
  | "json"
  | ([T] extends [number] ? "number"
    : [T] extends [string] ? "string"
    : [T] extends [boolean] ? "boolean"
    : [T] extends [readonly unknown[]] ? "list"
    : never);

/** A default: the value, or a function that is called once a run. */
export type Default<T> = T | (() => T | Promise<T>);

/** Options that every parameter has. */
export interface MemberOptions {
  /** Shown by `flow run FILE --help`. */
  help?: string;
}

/** Options of {@linkcode param}. */
export interface ParamOptions<T> extends MemberOptions {
  /** The value where none is given. Its type is the parameter's type. */
  default?: Default<T>;
  /**
   * Whether a value has to be given. `false` makes a parameter without a default optional: it is
   * `undefined` where none is given.
   *
   * @default {true} without a default
   */
  required?: boolean;
  /** The type, where no default tells it. */
  type?: keyof ParameterTypes;
  /** A validator, which also gives the type. */
  schema?: StandardSchema;
}

/** Options of {@linkcode config}. */
export interface ConfigOptions extends MemberOptions {
  /** Path of a `.json`, `.yaml`, `.yml` or `.toml` file, from the flow file's folder. */
  default?: string;
  /** `false`: the config may be missing, and is then `undefined`. */
  required?: boolean;
}

/** Options of {@linkcode file}. */
export interface FileOptions extends MemberOptions {
  /** Path from the flow file's folder. */
  default?: string;
  /** `false`: the file may be left out, and is then `undefined`. */
  required?: boolean;
  /** Gives the bytes as `Uint8Array` instead of text. */
  binary?: boolean;
}

/** What `param()`, `config()` and `file()` leave in a class until a task gives the value. */
export class Member {
  constructor(
    readonly kind: "param" | "config" | "file",
    readonly options: ParamOptions<unknown> & { binary?: boolean },
  ) {}

  /** A field that calculates with a parameter would silently get nonsense. */
  [Symbol.toPrimitive](): never {
    throw new StepError(
      "load",
      `Cannot use a ${this.kind} in a field of the class: it has no value yet`,
      "Calculate with it in a step, or in a getter: get limit() { return this.minVotes * 2; }",
    );
  }
}

/**
 * A parameter of the flow: an option of `flow run`, read-only in steps.
 *
 * The value comes from the option (`--min-votes 500`), else from the environment
 * (`FLOW_PARAM_MIN_VOTES`), else from the default.
 *
 * @param options The default, or a type or schema, and help.
 * @returns To the compiler, the value.
 *
 * @example
 * ```ts
 * class Stats extends FlowSpec {
 *   minVotes = param({ default: 1000, help: "ignore films with fewer votes" });
 *   genres = param({ default: ["Drama"] });
 *   name = param<string>({ required: true });
 *   since = param({ schema: z.coerce.date() });
 *   today = param({ default: () => new Date().toISOString() });
 * }
 * ```
 */
export function param<S extends StandardSchema>(
  options: MemberOptions & { schema: S; default?: Default<SchemaInput<S>>; required?: boolean },
): SchemaOutput<S>;
export function param<T>(
  options: MemberOptions & { default: Default<T>; type?: TypeName<T>; required?: boolean },
): T;
export function param<K extends keyof ParameterTypes>(
  options: MemberOptions & { type: K; required: false; default?: never },
): ParameterTypes[K] | undefined;
export function param<K extends keyof ParameterTypes>(
  options: MemberOptions & { type: K; required?: true; default?: never },
): ParameterTypes[K];
export function param<T = string>(
  options: MemberOptions & { required: false; type?: TypeName<T>; default?: never },
): T | undefined;
export function param<T = string>(
  options?: MemberOptions & { required?: true; type?: TypeName<T>; default?: never },
): T;
export function param(options: object = {}): unknown {
  return new Member("param", options);
}

/**
 * A config of the flow: a JSON, YAML or TOML file that is read before the graph is made. It is
 * deeply frozen, and read-only in steps. `--NAME PATH` names another file.
 *
 * @param options The path of the file, from the flow file's folder.
 * @returns To the compiler, the content.
 *
 * @example
 * ```ts
 * class Train extends FlowSpec {
 *   settings = config<{ rate: number }>({ default: "settings.toml" });
 * }
 * ```
 */
export function config<T = unknown>(options: ConfigOptions & { required: false }): T | undefined;
export function config<T = unknown>(options?: ConfigOptions): T;
export function config(options: ConfigOptions = {}): unknown {
  return new Member("config", options);
}

/**
 * A file that is included in the run as an artifact: its content is kept as it was when the run
 * began. `--NAME PATH` names another file.
 *
 * @param options The path of the file, from the flow file's folder.
 * @returns To the compiler, the text, or the bytes with `binary: true`.
 *
 * @example
 * ```ts
 * class Films extends FlowSpec {
 *   films = file({ default: "films.csv" });
 *   poster = file({ default: "poster.png", binary: true });
 * }
 * ```
 */
export function file(
  options: FileOptions & { binary: true; required: false },
): Uint8Array<ArrayBuffer> | undefined;
export function file(
  options: FileOptions & { binary: true; required?: true },
): Uint8Array<ArrayBuffer>;
export function file(options: FileOptions & { required: false }): string | undefined;
export function file(options?: FileOptions): string;
export function file(options: FileOptions = {}): unknown {
  return new Member("file", options);
}
