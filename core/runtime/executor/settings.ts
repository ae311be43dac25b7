import type { WorkerPermissions } from "../protocol/messages.ts";

/** What the scheduler tells an executor as its argument, in JSON. Others can see it. */
export interface ExecutorSettings {
  /** The Unix socket of the scheduler. */
  socket: string;
  /** The store's folder. */
  store: string;
  /** Where this executor may write objects before the scheduler adopts them. */
  staging: string;
  /** The folder that holds the temporary folders of this executor's tasks. */
  temp: string;
  /** The rights that its step will most likely have, so that its Worker can start at once. */
  likely: WorkerPermissions | null;
}

/** The settings of this process. */
export function readSettings(): ExecutorSettings {
  return JSON.parse(Deno.args[0]!);
}

/**
 * Reads from standard input, which is then at its end, what proves to the scheduler that this is the
 * executor that it started. Without the streams of the web, which take 6 ms to load.
 */
export async function readToken(): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256);
  let text = "";
  for (;;) {
    const count = await Deno.stdin.read(buffer);
    if (count === null) return text;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}
