import { statfsSync } from "node:fs";
import { type CommandOptions, measure, type Measured } from "./measure.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;
const FLOW = here("../../cli/main.ts");

/** Where rows are measured: a temporary folder, and what all of them run. */
export class Place implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "flow-bench-" });
  #names = 0;
  #made = new Map<string, Promise<string>>();

  /** A path that nothing has yet. */
  path(name: string): string {
    return `${this.folder}/${name}-${++this.#names}`;
  }

  /** The path of one of the flows in `tests/bench/flows`. */
  flowFile(name: string): string {
    return here(`flows/${name}.ts`);
  }

  /** `flow ARGS --quiet`, from source. */
  flow(args: string[], more: Partial<CommandOptions> = {}): Promise<Measured> {
    return measure({ args: ["run", "-A", "--quiet", FLOW, ...args, "--quiet"], ...more });
  }

  /** What starting Deno costs. */
  empty(): Promise<Measured> {
    return measure({ args: ["run", here("bare/empty.ts")] });
  }

  /** One of the programs in `tests/bench/bare`. */
  bare(name: string, ...args: (string | number)[]): Promise<Measured> {
    return measure({ args: ["run", "-A", here(`bare/${name}.ts`), ...args.map(String)] });
  }

  /** Gives what was made under this name, or makes it: a store that takes long is made once. */
  once(name: string, make: (path: string) => Promise<void>): Promise<string> {
    let made = this.#made.get(name);
    if (made === undefined) {
      const path = this.path(name);
      made = make(path).then(() => path);
      this.#made.set(name, made);
    }
    return made;
  }

  /** Removes what {@linkcode once} made, where the rest needs the room. */
  async drop(name: string): Promise<void> {
    const path = await this.#made.get(name);
    this.#made.delete(name);
    if (path !== undefined) await this.remove(path);
  }

  async remove(path: string): Promise<void> {
    await Deno.remove(path, { recursive: true });
  }

  /** Why there is no room for so many bytes, or null where there is. */
  noRoom(bytes: number): string | null {
    const { bavail, bsize } = statfsSync(this.folder);
    const gigabytes = (count: number) => `${(count / 1e9).toFixed(1)} GB`;
    if (bavail * bsize > bytes * 1.2) return null;
    return `it takes ${gigabytes(bytes)} of disk, and ${gigabytes(bavail * bsize)} are free`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** All bytes of the files below a folder. */
export function bytesIn(folder: string): number {
  let bytes = 0;
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    bytes += entry.isDirectory ? bytesIn(path) : Deno.statSync(path).size;
  }
  return bytes;
}
