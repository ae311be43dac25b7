import { prespawn, type Prespawned } from "../core/runtime/prespawn.ts";

/** An executor process that was started before the command line was even read. */
export class EarlyStart {
  #prespawned: Prespawned | null;

  constructor(prespawned: Prespawned | null) {
    this.#prespawned = prespawned;
  }

  /** Hands it over, once; who takes it also ends it. */
  take(): Prespawned | null {
    const prespawned = this.#prespawned;
    this.#prespawned = null;
    return prespawned;
  }

  /** Ends it if nobody has taken it. */
  discard(): void {
    const prespawned = this.take();
    for (const spare of prespawned?.spares ?? []) spare.end();
    prespawned?.hub.close();
  }
}

/** Starts an executor for the flow file that a command line names, if it plainly does. */
export function startEarly(args: readonly string[]): EarlyStart | null {
  const file = args.find((arg) => /^[^-].*\.[cm]?[jt]sx?(:\w+)?$/.test(arg));
  if (file === undefined || args.includes("--help") || args.includes("-h")) return null;
  const at = args.findLastIndex((arg) => arg === "--store" || arg.startsWith("--store="));
  const store = at < 0 ? undefined : args[at]!.split("=", 2)[1] ?? args[at + 1];
  return new EarlyStart(prespawn(file, store));
}
