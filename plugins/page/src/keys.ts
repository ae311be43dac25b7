/**
 * The keyboard. A view says which keys it has while it is there; `?` shows them all.
 *
 * @module
 */

import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A key (`KeyboardEvent.key`) or several for the same, what it does in words, and how. */
export interface Key {
  keys: readonly string[];
  does: string;
  run: (event: KeyboardEvent) => void;
}

/** Keys that belong together. */
export interface KeyGroup {
  title: string;
  keys: readonly Key[];
}

/** All that work now, the innermost last. */
export const keyGroups = signal<readonly { current: KeyGroup }[]>([]);

/** Makes keys work while a component is there. */
export function useKeys(title: string, keys: readonly Key[]): void {
  const group = useRef<KeyGroup>({ title, keys });
  group.current = { title, keys };
  // As soon as a view is seen, its keys work.
  useLayoutEffect(() => {
    keyGroups.value = [...keyGroups.peek(), group];
    return () => {
      keyGroups.value = keyGroups.peek().filter((one) => one !== group);
    };
  }, []);
}

/** Listens to the keyboard. Keys that a field, a button or the browser needs are left to them. */
export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]')) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && target.closest("a, button, summary")) return;
    if (event.key === " " && target.closest("button, summary, input")) return;
    // What scrolls by itself.
    if (event.key.startsWith("Arrow") && target.closest(".paper, .code")) return;
    for (const { current } of [...keyGroups.peek()].reverse()) {
      const key = current.keys.find(({ keys }) => keys.includes(event.key));
      if (key === undefined) continue;
      event.preventDefault();
      key.run(event);
      return;
    }
  });
}
