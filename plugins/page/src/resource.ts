import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { onChange, type Wish } from "./live.ts";

/** Milliseconds between two loads of the same thing, at least. */
const PACE = 80;

/**
 * Something that is loaded, and loaded anew when it has changed. What is there stays until the new
 * is, so that nothing flickers. However many changes arrive, only one load is under way, and they
 * leave the server and the page as much time as they take.
 */
export class Resource<T> {
  /** Undefined until it is there. */
  readonly data: Signal<T | undefined> = signal(undefined);
  /** Why the last load failed. */
  readonly error: Signal<Error | null> = signal(null);
  readonly #load: (signal: AbortSignal) => Promise<T>;
  #ending = new AbortController();
  #state: "idle" | "loading" | "again" = "idle";

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    this.#load = load;
  }

  /** Loads it, or once more after the load under way. */
  reload = async (): Promise<void> => {
    if (this.#state !== "idle") {
      this.#state = "again";
      return;
    }
    const { signal } = this.#ending;
    do {
      this.#state = "loading";
      const begun = performance.now();
      try {
        const data = await this.#load(signal);
        if (signal.aborted) return;
        this.data.value = data;
        this.error.value = null;
      } catch (error) {
        if (signal.aborted) return;
        this.error.value = error as Error;
      }
      const took = performance.now() - begun;
      await new Promise((resolve) => setTimeout(resolve, Math.max(PACE, took)));
    } while (!signal.aborted && this.#isAskedAgain());
    this.#state = "idle";
  };

  /** Ends what is under way, for ever. */
  close(): void {
    this.#ending.abort();
  }

  #isAskedAgain(): boolean {
    return this.#state === "again";
  }
}

/**
 * A resource for as long as a component is there.
 *
 * @param load What to load.
 * @param deps What it depends on: when one of them changes, another resource takes its place.
 * @param wish On which changes it is loaded anew; null for never.
 */
export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  deps: readonly unknown[],
  wish: Wish | null = null,
): Resource<T> {
  const resource = useMemo(() => new Resource(load), deps);
  useEffect(() => {
    resource.reload();
    const stop = wish === null ? null : onChange(wish, resource.reload);
    return () => {
      stop?.();
      resource.close();
    };
  }, [resource]);
  return resource;
}
