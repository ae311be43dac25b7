/** Steps that are tried again, caught, or run out of time. */

import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  retry,
  step,
  timeout,
} from "flow";

/** Delays that grow, attempts that leave things behind, and errors that are not tried again. */
export class Retrying extends FlowSpec {
  attempt!: number;
  leftover!: string;
  failure!: CaughtError | undefined;
  attempts!: unknown[];

  @retry({ times: 3, delay: 0.1, backoff: 2, maxDelay: 0.3 })
  @step
  start() {
    this.attempt = current.attempt;
    if (current.attempt === 1) this.leftover = "of the first attempt";
    console.log(`try ${current.attempt}`);
    if (current.attempt < 4) throw new Error(`attempt ${current.attempt}`);
    this.next(this.spread);
  }

  @retry({ times: 2, delay: 0.2, backoff: 1, jitter: 0.5 })
  @step
  spread() {
    if (current.attempt < 3) throw new Error("again");
    this.next(this.each, { foreach: ["transient", "fatal", "fine", "exit"] });
  }

  @catchError({ print: false })
  @retry({
    times: 5,
    delay: 0,
    on: (error) =>
      error.message !== "fatal" && (error as Error & { type?: string }).type !== "exit",
  })
  @step
  each(kind: string) {
    this.attempt = current.attempt;
    if (kind === "exit") Deno.exit(1);
    if (kind === "fine" || current.attempt === 3) this.next(this.join);
    else throw new Error(kind);
  }

  @step
  join(inputs: Inputs<Retrying>) {
    this.attempts = [...inputs].map((input) => [
      input.input,
      "attempt" in input && input.input !== "exit" ? input.attempt : null,
      input.failure?.type ?? null,
    ]);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Failures of all sorts that are caught. */
export class Catching extends FlowSpec {
  failure!: CaughtError | undefined;
  problem!: CaughtError | undefined;
  before!: string;
  list!: number[];
  results!: Record<string, unknown>;

  @catchError
  @step
  start() {
    this.list = [1];
    this.next(this.partly);
  }

  @catchError({ as: "problem", print: false })
  @step
  partly() {
    this.before = "set before it failed";
    this.list.push(2);
    throw new RangeError("no more");
    // deno-lint-ignore no-unreachable -- tells where the run goes on
    this.next(this.each);
  }

  @step
  each() {
    this.next(this.item, { foreach: ["throw", "exit", "loop", "object", "fine"] });
  }

  @catchError({ print: false })
  @timeout({ seconds: 0.4 })
  @step
  item(kind: string) {
    this.before = `before ${kind}`;
    if (kind === "throw") throw new TypeError("thrown", { cause: new Error("inner") });
    if (kind === "exit") Deno.exit(3);
    if (kind === "loop") { for (;;); }
    if (kind === "object") throw { code: 7 };
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Catching>) {
    this.results = Object.fromEntries([...inputs].map((input) => [
      input.input,
      [
        input.failure?.type ?? null,
        input.failure?.name ?? null,
        input.failure?.message ?? null,
        "before" in input ? input.before : null,
      ],
    ]));
    this.next(this.split);
  }

  @catchError({ print: false })
  @step
  split() {
    throw new Error("a branch goes on");
    // deno-lint-ignore no-unreachable -- tells where the run goes on
    this.next(this.left, this.right);
  }

  @step
  left() {
    this.next(this.close);
  }

  @step
  right() {
    this.next(this.close);
  }

  @step
  close(inputs: Inputs<Catching>) {
    this.results = { message: inputs.left.failure?.message };
    this.next(this.end);
  }

  @catchError({ as: "problem" })
  @step
  end() {
    throw new Error("also the end");
  }
}

/** Attempts that run out of time. */
export class Timing extends FlowSpec {
  stopped!: string;
  failure!: CaughtError | undefined;

  @retry({ times: 1, delay: 0 })
  @timeout({ seconds: 0.3 })
  @step
  async start() {
    if (current.attempt === 1) {
      await new Promise((resolve) => current.signal.addEventListener("abort", resolve));
      console.log(`stopped: ${current.signal.reason.message}`);
    }
    this.next(this.stubborn);
  }

  @catchError({ print: false })
  @timeout({ seconds: 0.3 })
  @step
  async stubborn() {
    this.stopped = "not kept, as the process is killed";
    await new Promise((resolve) => setTimeout(resolve, 600_000));
    this.next(this.end);
  }

  @step
  end() {}
}
