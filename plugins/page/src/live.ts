/**
 * Changes as the server tells them. There is one connection for the whole page: a browser opens no
 * more than six to a server.
 *
 * @module
 */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** What of a run has changed. */
export type Change = "run" | "tasks" | "logs" | "tags" | "cards";

/** What to be told of. */
export interface Wish {
  /** `Demo/7`; left out: all runs. */
  run?: string;
  /** Left out: anything. */
  what?: readonly Change[];
}

interface Listener extends Wish {
  tell: () => void;
}

/** Whether changes arrive. */
export const connection = signal<"connecting" | "live" | "offline">("connecting");

const listeners = new Set<Listener>();

/**
 * Opens the connection. Whenever it breaks, the browser opens it again and says what it has heard
 * last; the server then tells what happened in between, or that all has to be loaded anew.
 */
export function listen(): void {
  const source = new EventSource("/api/events");
  let wasOpen = false;
  source.addEventListener("open", () => {
    connection.value = "live";
    wasOpen = true;
  });
  source.addEventListener("error", () => {
    connection.value = wasOpen || source.readyState === EventSource.CLOSED
      ? "offline"
      : "connecting";
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
  source.addEventListener("lost", tellAll);
  source.addEventListener("change", ({ data }: MessageEvent<string>) => {
    const { run, what } = JSON.parse(data) as { run: string; what: Change[] };
    for (const listener of listeners) {
      if (listener.run !== undefined && listener.run !== run) continue;
      if (listener.what?.some((one) => what.includes(one)) ?? true) listener.tell();
    }
  });
}

function tellAll(): void {
  for (const { tell } of listeners) tell();
}

/** Calls back on changes, until the function that it gives is called. */
export function onChange(wish: Wish, tell: () => void): () => void {
  const listener = { ...wish, tell };
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** {@linkcode onChange} while a component is there. */
export function useChange(wish: Wish, tell: () => void): void {
  useEffect(() => onChange(wish, tell), [wish.run, wish.what?.join(), tell]);
}
