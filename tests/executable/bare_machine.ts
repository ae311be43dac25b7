/**
 * A machine with nothing on it: a shell, the few programs of POSIX that unpacking takes, and the
 * libraries of the system. No network, no Node, no Deno, no other program; an empty home.
 *
 * @module
 */

import { type Ended, Place, succeeds } from "./place.ts";

/** All that unpacking starts. */
const PROGRAMS = ["sh", "cat", "chmod", "gzip", "mkdir", "rm", "tail", "wc"];

/** Whether such a machine can be made here. */
export const CAN_BE_BARE: boolean = succeeds("bwrap", [
  "--unshare-all",
  "--ro-bind",
  "/",
  "/",
  "true",
]);

/** The machine, in a folder of its own: `/home`, `/work` and `/tmp` can be looked at from outside. */
export class BareMachine implements Disposable {
  readonly place = new Place("bare");
  readonly work: string = `${this.place.path}/work`;
  readonly temp: string = `${this.place.path}/temp`;
  readonly #bin = `${this.place.path}/bin`;
  readonly #executable: string;

  /** @param executable What is there as `/opt/flow`. */
  constructor(executable: string) {
    this.#executable = executable;
    for (const folder of [this.work, this.temp, this.#bin]) Deno.mkdirSync(folder);
    for (const name of PROGRAMS) {
      const found = ["/bin", "/usr/bin"].map((folder) => `${folder}/${name}`).find(isThere)!;
      Deno.copyFileSync(found, `${this.#bin}/${name}`);
    }
  }

  /** Runs `flow ARGS…` in `/work`. */
  async flow(...args: string[]): Promise<Ended> {
    return await this.run("/opt/flow", ...args);
  }

  /** Runs any program in `/work`. */
  async run(...words: string[]): Promise<Ended> {
    const { path, home } = this.place;
    const libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"].flatMap((folder) =>
      isThere(folder) ? ["--ro-bind", folder, folder] : []
    );
    return await this.place.start([
      "bwrap",
      "--unshare-all",
      "--die-with-parent",
      ...libraries,
      // What Node has installed, where it is among the libraries.
      ...(isThere("/usr/lib/node_modules") ? ["--tmpfs", "/usr/lib/node_modules"] : []),
      ...["--ro-bind", this.#bin, "/bin", "--ro-bind", this.#bin, "/usr/bin"],
      ...["--ro-bind", this.#executable, "/opt/flow"],
      ...["--proc", "/proc", "--dev", "/dev"],
      ...["--bind", home, "/home", "--bind", `${path}/work`, "/work", "--bind", this.temp, "/tmp"],
      ...["--clearenv", "--setenv", "PATH", "/bin:/usr/bin", "--setenv", "HOME", "/home"],
      ...["--chdir", "/work"],
      ...words,
    ]);
  }

  [Symbol.dispose](): void {
    this.place[Symbol.dispose]();
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
