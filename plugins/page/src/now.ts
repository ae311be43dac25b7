import { signal } from "@preact/signals";

let timer: number | undefined;

/** The time, in steps of a second, while something that is shown depends on it. */
export const now = signal(Date.now(), {
  watched() {
    now.value = Date.now();
    timer = setInterval(() => (now.value = Date.now()), 1000) as unknown as number;
  },
  unwatched: () => clearInterval(timer),
});
