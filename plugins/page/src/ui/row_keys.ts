import { useKeys } from "../keys.ts";

/** What a key does with the row at hand. */
export interface RowKey {
  does: string;
  /** @param row What its `data-row` says; "" where none is at hand. */
  run: (row: string) => void;
}

/**
 * `j` and `k` or arrows go through what is marked by `data-row`: a row holds the focus, or a link in
 * it, so that Enter opens it and a screen reader says where one is.
 */
export function useRowKeys(title: string, keys: Readonly<Record<string, RowKey>> = {}): void {
  useKeys(title, [
    { keys: ["j", "ArrowDown"], does: "Next row", run: () => move(1) },
    { keys: ["k", "ArrowUp"], does: "Row before", run: () => move(-1) },
    ...Object.entries(keys).map(([key, { does, run }]) => ({
      keys: [key],
      does,
      run: () => run(rowOf(document.activeElement)?.dataset.row ?? ""),
    })),
  ]);
}

function move(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(rowOf(document.activeElement)!);
  const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by));
  const row = rows[next];
  row?.querySelector<HTMLElement>("a[data-open]")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function rowOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>("[data-row]") ?? null;
}
