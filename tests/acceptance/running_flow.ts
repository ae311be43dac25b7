import type { RunEvent } from "../../core/runtime/events.ts";

/** An event of `flow run --json`, with all fields that any event has. */
export type Event = { type: RunEvent["type"]; run: string; time: number } & {
  // deno-lint-ignore no-explicit-any -- tests know which events have which fields
  [field: string]: any;
};

/** What a command left. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a run left. */
export interface FinishedRun extends Finished {
  events: Event[];
  /** `Flow/7`, "" where no run was made. */
  run: string;
  status: string;
}

/** A `flow` process that makes a run. */
export class RunningFlow {
  readonly events: Event[] = [];
  /** What it has told people so far. */
  stderr = "";
  /** Resolves when it is gone. */
  readonly ended: Promise<FinishedRun>;
  #child: Deno.ChildProcess;
  #waiting: { test: (event: Event) => unknown; resolve: (event: Event) => void }[] = [];
  #failed = Promise.withResolvers<never>();

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#failed.promise.catch(() => {});
    this.ended = this.#watch();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The first event that passes; one that has been is as good as one that comes. */
  async until(test: (event: Event) => unknown): Promise<Event> {
    const known = this.events.find(test);
    if (known !== undefined) return known;
    const { promise, resolve } = Promise.withResolvers<Event>();
    this.#waiting.push({ test, resolve });
    return await Promise.race([promise, this.#failed.promise]);
  }

  /** Waits for a line that a step prints. */
  async untilLog(text: string): Promise<Event> {
    return await this.until((event) => event.type === "log" && event.text.includes(text));
  }

  signal(signal: Deno.Signal): void {
    try {
      this.#child.kill(signal);
    } catch {
      // It has ended.
    }
  }

  async #watch(): Promise<FinishedRun> {
    const [stdout] = await Promise.all([this.#readEvents(), this.#readErrors()]);
    const { code } = await this.#child.status;
    const { events, stderr } = this;
    this.#failed.reject(new Error(`flow ended with ${code} before that: ${stderr}\n${stdout}`));
    const status = events.findLast((event) => event.type === "run_finished")?.status ?? "";
    const run = events.find((event) => event.type === "run_started")?.run ?? "";
    return { code, stdout, stderr, events, run, status };
  }

  async #readErrors() {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.stderr += text;
    }
  }

  async #readEvents(): Promise<string> {
    let all = "";
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      all += text;
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#take(JSON.parse(line));
    }
    return all;
  }

  #take(event: Event) {
    this.events.push(event);
    this.#waiting = this.#waiting.filter(({ test, resolve }) => {
      if (!test(event)) return true;
      resolve(event);
      return false;
    });
  }
}
