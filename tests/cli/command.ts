/**
 * Runs the `flow` command as a person does, in a process of its own.
 *
 * @module
 */

const MAIN = new URL("../../cli/main.ts", import.meta.url).pathname;

/** What a command left. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Where a command runs. */
export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Takes it on a terminal of its own (`script` of util-linux); all it writes is stdout. */
  terminal?: boolean;
}

/** The executable that is tried in the place of the source. */
const EXECUTABLE = Deno.env.get("FLOW_EXECUTABLE");

/** The words that start `flow`. */
export const FLOW = startWords();

/**
 * The words that start `flow`.
 *
 * @param preload A module that is loaded into the process first: only from source.
 */
export function startWords(preload?: string): string[] {
  if (EXECUTABLE && preload === undefined) return [EXECUTABLE];
  const first = preload === undefined ? [] : ["--preload", preload];
  return [Deno.execPath(), "run", ...first, "-A", "--quiet", MAIN];
}

/** Runs `flow ARGS…` to its end. */
export async function flow(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { cwd, env = {}, terminal } = options;
  const words = terminal ? inTerminal([...FLOW, ...args]) : [...FLOW, ...args];
  const output = await new Deno.Command(words[0]!, {
    args: words.slice(1),
    ...(cwd === undefined ? {} : { cwd }),
    env: { NO_COLOR: terminal ? "" : "1", FORCE_COLOR: "", FLOW_STORE: "", FLOW_DEBUG: "", ...env },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return {
    code: output.code,
    stdout: text.decode(output.stdout),
    stderr: text.decode(output.stderr),
  };
}

function inTerminal(words: string[]): string[] {
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  return ["script", "-qec", quoted, "/dev/null"];
}

/** A folder for a test, which goes when the test is done. */
export class Folder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "flow_cli_" });

  write(name: string, text: string): string {
    const path = `${this.path}/${name}`;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(path, text);
    return path;
  }

  read(name: string): string {
    return Deno.readTextFileSync(`${this.path}/${name}`);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Text without what marks and moves on a terminal. */
export function withoutMarks(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "");
}
