/**
 * The executable of this machine, built once, and places to start it in.
 *
 * @module
 */

import { type Built, bundledModules, makeExecutable } from "../../build/executable/build.ts";
import type { Files } from "../../build/executable/contents.ts";
import { type Runtime, runtimeOf } from "../../build/executable/runtime.ts";
import { ownTarget } from "../../build/executable/targets.ts";

/** Builds of Flow for this machine. */
export interface Builds extends Disposable {
  /** The path of the executable. */
  path: string;
  built: Built;
  /** Bytes of the Deno inside. */
  deno: number;
  /** Builds it again, with these files besides. */
  again(more?: Files): Promise<Built>;
}

/** Builds the executable; gives null, and says why, where its Deno is not to be had. */
export async function buildOnce(): Promise<Builds | null> {
  const target = ownTarget();
  if (target === null || target.caches === null) return skip("it is not built for this machine");
  let runtime: Runtime;
  try {
    runtime = await runtimeOf(target);
  } catch (error) {
    return skip(`the registry of npm cannot be reached: ${(error as Error).message}`);
  }
  const again = async (more: Files = new Map()) =>
    await makeExecutable(target, new Map([...await bundledModules(), ...more]), runtime);
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "flow-executable-" }));
  const built = await again();
  const path = `${folder}/flow`;
  Deno.writeFileSync(path, built.bytes, { mode: 0o755 });
  return {
    path,
    built,
    deno: runtime.bytes.length,
    again,
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

function skip(why: string): null {
  console.log(`The tests of the executable are skipped: ${why}`);
  return null;
}

/** How a command is started. */
export interface StartOptions {
  /** All variables besides `PATH` and `HOME`. */
  env?: Record<string, string>;
  cwd?: string;
  /** A shell's script around the command, which is its `"$@"`; it may mount file systems. */
  within?: string;
}

/** What a command left. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** A folder with an empty home, for one test. */
export class Place implements Disposable {
  readonly path: string;
  readonly home: string;
  /** Where an executable unpacks itself, if nothing else is said. */
  readonly cache: string;

  /** @param name A part of the folder's name. */
  constructor(name = "place") {
    this.path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: `flow-${name}-` }));
    this.home = `${this.path}/home`;
    Deno.mkdirSync(this.home);
    this.cache = `${this.home}/${ownTarget()!.caches}/flow`;
  }

  /** Writes a file; gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = `${this.path}/${name}`;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.writeFileSync(path, bytes, { mode: 0o755 });
    return path;
  }

  /** Starts a program with a clean environment; it is in the background. */
  spawn(words: string[], { env = {}, cwd, within }: StartOptions = {}): Deno.ChildProcess {
    const around = within === undefined ? [] : ["unshare", "-rm", "sh", "-c", within, "sh"];
    const [program, ...args] = [...around, ...words];
    return new Deno.Command(program!, {
      args,
      cwd: cwd ?? this.path,
      clearEnv: true,
      env: { PATH: "/bin:/usr/bin", HOME: this.home, ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs a program to its end. */
  async start(words: string[], options: StartOptions = {}): Promise<Ended> {
    const { code, stdout, stderr } = await this.spawn(words, options).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  /** Names in the folder that executables unpack themselves into. */
  unpacked(cache = this.cache): string[] {
    try {
      return [...Deno.readDirSync(cache)].map(({ name }) => name).sort();
    } catch {
      return [];
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Whether this user can mount file systems, in a namespace of its own. */
export const CAN_MOUNT: boolean = succeeds("unshare", [
  "-rm",
  "mount",
  "-t",
  "tmpfs",
  "tmpfs",
  "/tmp",
]);

/** Whether a program is there and ends well. */
export function succeeds(program: string, args: string[]): boolean {
  try {
    return new Deno.Command(program, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}
