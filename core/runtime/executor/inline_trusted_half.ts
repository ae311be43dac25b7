/** The trusted half of an executor whose step runs in the main thread: see `inline_main.ts`. */

import type { Sandboxes } from "./sandbox.ts";
import type { ExecutorSettings } from "./settings.ts";
import { runTrustedHalf } from "./trusted_half.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
};

/** What the main thread says before anybody listens. */
const early: unknown[] = [];

/** There is one, and it is there already. */
const parentSandbox: Sandboxes = {
  create(_load, listener) {
    scope.onmessage = (event) => listener.message(event.data);
    for (const message of early.splice(0)) listener.message(message);
    return { post: (message) => scope.postMessage(message), end() {} };
  },
  prepare() {},
};

scope.onmessage = ({ data }: MessageEvent<{ settings: ExecutorSettings; token: string }>) => {
  scope.onmessage = (later) => early.push(later.data);
  // Leaving a Worker would leave the process: it may stand at a breakpoint.
  void runTrustedHalf(
    data.settings,
    data.token,
    parentSandbox,
    () => Deno.kill(Deno.pid, "SIGKILL"),
  );
};
