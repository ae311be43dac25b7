import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  param,
  permissions,
  retry,
  step,
  timeout,
} from "flow";

/** What the predicate of a step has seen: it is in the step's own log, attempt by attempt. */
function seen(error: Error): string {
  return `judged ${error.name} ${
    (error as Error & { type?: string }).type ?? "-"
  }: ${error.message}`;
}

/** Fails in another way at each attempt, as long as the predicate lets it. */
export default class Retries extends FlowSpec {
  failure?: CaughtError;
  attempts!: number;
  all!: Record<string, { attempts: number; failure: string | null }>;

  @step
  start() {
    this.next(this.work, { foreach: ["exit", "kill", "time", "throw", "hopeless", "never"] });
  }

  @retry({
    times: 2,
    delay: 0,
    on(error) {
      console.log(seen(error));
      return !error.message.includes("hopeless");
    },
  })
  @catchError({ print: false })
  @timeout({ seconds: 0.5 })
  @step
  work(kind: string) {
    this.attempts = current.attempt;
    if (current.attempt === 1 || kind === "never") fail(kind);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Retries>) {
    this.all = Object.fromEntries(
      [...inputs].map(({ input, attempts, failure }) => [
        String(input),
        { attempts, failure: failure === undefined ? null : failure.type },
      ]),
    );
    this.next(this.end);
  }

  @step
  end() {}
}

function fail(kind: string): void {
  switch (kind) {
    case "exit":
      return Deno.exit(7);
    case "kill":
      return Deno.kill(Deno.pid, "SIGKILL");
    case "time":
      for (;;);
    default:
      throw new RangeError(kind);
  }
}

/** Waits to be killed from outside, once. */
export class Victim extends FlowSpec {
  gate = param({ default: "" });

  attempts!: number;

  @retry({ times: 3, delay: 0, on: (error) => (console.log(seen(error)), true) })
  @permissions({ net: ["127.0.0.1"] })
  @step
  async start() {
    this.attempts = current.attempt;
    if (current.attempt < 3) await fetch(`http://${this.gate}/wait/never`);
  }
}
