import type { WorkerPermissions } from "../protocol/messages.ts";

/** What the scheduler tells an executor on its standard input, as one line of JSON. */
export interface ExecutorSettings {
  /** The Unix socket of the scheduler. */
  socket: string;
  /** Proves to the scheduler that this is the executor that it started. */
  token: string;
  /** The store's folder. */
  store: string;
  /** Where this executor may write objects before the scheduler adopts them. */
  staging: string;
  /** The folder that holds the temporary folders of this executor's tasks. */
  temp: string;
  /** The rights that its step will most likely have, so that its Worker can start at once. */
  likely: WorkerPermissions | null;
}

/**
 * Reads the settings from standard input, which is then at its end. Without the streams of the web,
 * which take 6 ms to load.
 */
export async function readSettings(): Promise<ExecutorSettings> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(4096);
  let text = "";
  for (;;) {
    const count = await Deno.stdin.read(buffer);
    if (count === null) return JSON.parse(text);
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}
