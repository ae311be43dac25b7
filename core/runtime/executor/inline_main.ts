/**
 * An executor for a debugger (`--inspect`): the step's code runs in the main thread, which is the
 * only one that a debugger can attach to, and the trusted half in a Worker. The step so has the
 * rights of the whole process: it can reach the objects of the store.
 */

import { readSettings, readToken } from "./settings.ts";

const trusted = new Worker(new URL("./inline_trusted_half.ts", import.meta.url), {
  type: "module",
  name: "flow",
});
const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
};
scope.postMessage = (message, transfer = []) => trusted.postMessage(message, transfer);
trusted.onmessage = ({ data }) => globalThis.dispatchEvent(new MessageEvent("message", { data }));
trusted.postMessage({ settings: readSettings(), token: await readToken() });
await import("../worker/main.ts");
