// What the compiler takes and refuses of decorators. Checked by `types_test.ts`.

import {
  catchError,
  type CaughtError,
  current,
  defineStepDecorator,
  environment,
  exitHook,
  FlowSpec,
  permissions,
  project,
  resources,
  retry,
  secrets,
  step,
  timeout,
} from "../../mod.ts";

const plain = defineStepDecorator({ name: "plain", before: ({ step }) => console.log(step) });
const optional = defineStepDecorator<{ label?: string }>({ name: "optional" });
const needed = defineStepDecorator<{ label: string }>({
  name: "needed",
  before: ({ options }) => console.log(options.label.length),
});

@project({ name: "ratings" })
@exitHook({ onSuccess: ({ run }) => console.log(run) })
class Decorated extends FlowSpec {
  failure!: CaughtError | undefined;

  @retry
  @catchError
  @plain
  @optional
  @step
  start() {
    this.next(this.middle, { foreach: ["x"] });
  }

  @retry({ times: 3, delay: 1, backoff: 2, jitter: 0.5, on: (error) => error.name === "TypeError" })
  @catchError({ as: "failure" })
  @timeout({ seconds: 1, minutes: 2, hours: 3 })
  @resources({ cpu: 2, memory: 4096 })
  @environment({ vars: { LEVEL: "debug" } })
  @secrets(["KEY", { name: "TOKEN", command: ["pass", "show", "token"] }])
  @permissions({ net: ["example.com"], read: true })
  @plain()
  @optional({ label: "x" })
  @needed({ label: "x" })
  @step
  middle(_name: string) {
    this.next(this.end);
  }

  // @ts-expect-error: an option has to be given
  @needed
  // @ts-expect-error: also with brackets
  @needed()
  // @ts-expect-error: the variables are missing
  @environment({})
  // @ts-expect-error: there is no such option
  @retry({ tries: 3 })
  // @ts-expect-error: a right is a list or true
  @permissions({ net: "example.com" })
  // @ts-expect-error: a secret needs a source
  @secrets([{ name: "KEY" }])
  // @ts-expect-error: this stands on classes
  @project({ name: "ratings" })
  @step
  wrong() {}

  @step
  end() {
    console.log(current.attempt.toFixed(), current.tags.has("x"), this.failure?.message);
    // @ts-expect-error: what is current cannot be set
    current.attempt = 3;
  }
}

// @ts-expect-error: only flows have flow decorators
@project({ name: "ratings" })
class NoFlow {}

export { Decorated, NoFlow };
