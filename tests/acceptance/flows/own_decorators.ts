/** Decorators that `hooked.ts` uses. */

import { defineStepDecorator, type FlowSpec } from "flow";

function note(flow: FlowSpec, what: string) {
  const calls = "calls" in flow ? Reflect.get(flow, "calls") as string[] : [];
  calls.push(what);
  Reflect.set(flow, "calls", calls);
}

/** Notes each of its hooks. */
export const announce = defineStepDecorator<{ word: string }>({
  name: "announce",
  before: ({ flow, options, step }) => note(flow, `before ${options.word} ${step}`),
  async around({ flow, options }, next) {
    note(flow, `around ${options.word} begins`);
    await next();
    note(flow, `around ${options.word} ends`);
  },
  after: ({ flow, options, attempt }) => note(flow, `after ${options.word} ${attempt}`),
  onError: ({ flow, options, error }) =>
    note(flow, `error ${options.word}: ${(error as Error).message}`),
});

/** Goes on where a step has failed with an error of a class. */
export const rescue = defineStepDecorator<{ only: string }>({
  name: "rescue",
  onError({ options, error }) {
    if ((error as Error).name === options.only) return { handled: true };
  },
});

/** Prints that a step runs. */
export const trace = defineStepDecorator({
  name: "trace",
  before: ({ current }) => console.log(`trace ${current.pathspec}`),
});
