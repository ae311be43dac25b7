import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  keepFile,
  type KeptFile,
  param,
  permissions,
  resources,
  step,
} from "flow";

const MEBIBYTE = 1 << 20;

/** A file that has hardly a block on the disk, and so many bytes. */
function sparseFile(size: number): string {
  const path = `${current.tempDir}/sparse`;
  using file = Deno.createSync(path);
  file.truncateSync(size);
  return path;
}

function hoard(make: (at: number) => unknown): void {
  const held: unknown[] = [];
  for (let at = 0;; at++) held.push(make(at));
}

/** Ways to take memory, a little at a time or all at once. */
export const BOMBS: Record<string, (zeros: KeptFile) => unknown> = {
  nothing: () => {},
  "many texts": () => hoard((at) => `${at}`.padStart(100)),
  "many small buffers": () => hoard(() => new Uint8Array(256)),
  "many promises": () => hoard(() => new Promise(() => {})),
  "many Workers": async () => {
    // Each has a heap of its own. More than enough, and not without an end.
    for (let at = 0; at < 60; at++) {
      const worker = new Worker(
        "data:text/javascript,postMessage(new Array(1e6).fill(1.5).length)",
        {
          type: "module",
        },
      );
      await new Promise((resolve) => worker.onmessage = resolve);
    }
  },
  "a file of nothing": () => Deno.readFileSync(sparseFile(1024 * MEBIBYTE)),
  "an object that unpacks to much": (zeros) => zeros.bytes(),
  "a value that is its own parts": () => {
    let value: unknown = "0123456789";
    for (let depth = 0; depth < 25; depth++) value = [value, value];
    return value;
  },
};

/** Takes more memory than it asks for, in a task for each way. */
export default class Bombers extends FlowSpec {
  zeros!: KeptFile;
  value?: unknown;
  failure?: CaughtError;
  failures!: Record<string, CaughtError | null>;

  @step
  start() {
    this.zeros = keepFile(sparseFile(320 * MEBIBYTE));
    this.next(this.bomb, { foreach: Object.keys(BOMBS) });
  }

  @catchError({ print: false })
  @resources({ memory: 300 })
  @step
  async bomb(name: string) {
    this.value = await BOMBS[name]!(this.zeros);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Bombers>) {
    this.failures = Object.fromEntries(
      [...inputs].map(({ input, failure }) => [input as string, failure ?? null]),
    );
    this.next(this.end);
  }

  @step
  end() {}
}

/** Starts many programs and ends in one way or another. */
export class Forks extends FlowSpec {
  /** What they have in their command lines, to be found by. */
  mark = param({ default: "" });
  /** What to start them with: `setsid` takes them out of the process group. */
  way = param({ default: "" });

  failure?: CaughtError;

  @step
  start() {
    this.next(this.fork, { foreach: ["returns", "throws", "is killed"] });
  }

  @catchError({ print: false })
  @permissions({ run: ["sh"] })
  @step
  async fork(end: string) {
    const script = `for i in 1 2 3 4 5 6 7 8 9 10; do ${this.way} sleep ${this.mark} & done
      echo begun; wait`;
    const { stdout } = new Deno.Command("sh", { args: ["-c", script], stdout: "piped" }).spawn();
    await stdout.getReader().read();
    if (end === "throws") throw new Error("thrown");
    if (end === "is killed") Deno.kill(Deno.pid, "SIGKILL");
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<Forks>) {
    this.next(this.end);
  }

  @step
  end() {}
}
