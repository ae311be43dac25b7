/**
 * Probes: things that a step tries to do, and whether it was let.
 *
 * @module
 */

/** What the probes aim at; all of it is outside of what a step may reach. */
export interface Target {
  /** A folder with `secret.json`, `secret.txt`, `secret.ts`, `secret.env` and `secret.db`. */
  outside: string;
  /** A folder that may be written where writing is granted. */
  out: string;
  /** `127.0.0.1:PORT` of a server that answers HTTP. */
  host: string;
  /** A Unix socket that somebody listens on. */
  socket: string;
  /** A library of the system. */
  library: string;
  /** The store's folder. */
  store: string;
  /** The task's own folder. */
  temp: string;
}

/** A probe throws where it is held, and gives a text otherwise. */
export type Probe = (target: Target) => unknown;
export type Probes = Record<string, Probe>;

/** Milliseconds until something that gives no sign counts as held. */
const PATIENCE = 5000;

/**
 * Tries one.
 *
 * @returns What it found, as text.
 * @throws What held it, also where that surfaces by itself, as some errors of Node's do.
 */
export async function tryProbe(probe: Probe, target: Target): Promise<string> {
  const { promise: otherwise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("It gave no sign")), PATIENCE);
  const surfaced = (event: Event) =>
    reject((event as ErrorEvent).error ?? (event as PromiseRejectionEvent).reason);
  globalThis.addEventListener("error", surfaced);
  globalThis.addEventListener("unhandledrejection", surfaced);
  try {
    const found = (async () => await probe(target))();
    return String(await Promise.race([found, otherwise]));
  } finally {
    clearTimeout(timer);
    globalThis.removeEventListener("error", surfaced);
    globalThis.removeEventListener("unhandledrejection", surfaced);
  }
}

/** A name that no reader of the source can follow. */
export function hidden(text: string): string {
  return [...text].join("");
}

/** A module as a `data:` address. */
export function dataModule(text: string): string {
  return `data:application/typescript;base64,${btoa(text)}`;
}

/** A module as a `blob:` address. */
export function blobModule(text: string): string {
  return URL.createObjectURL(new Blob([text], { type: "application/typescript" }));
}

/** A module as a file in the task's own folder. */
export function fileModule({ temp }: Target, text: string): string {
  const path = `${temp}/${crypto.randomUUID()}.ts`;
  Deno.writeTextFileSync(path, text);
  return `file://${path}`;
}

/** What a Worker posts first. */
export function workerSays(address: string, options: object = {}): Promise<unknown> {
  const worker = new Worker(address, { type: "module", ...options });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  }).finally(() => worker.terminate());
}

/** Waits for one of two events of Node's kind. */
export function outcome(emitter: NodeEmitter, good: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    emitter.on("error", reject);
    emitter.on(good, resolve);
  });
}

interface NodeEmitter {
  on(event: string, listener: (value: unknown) => void): unknown;
}
