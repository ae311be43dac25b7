/** How a table is sorted: `name`, or `-name` for the largest first. */
export type SortBy = string;

interface SortHeadProps {
  name: string;
  title: string;
  by: SortBy;
  onSort: (by: SortBy) => void;
  num?: boolean;
}

/** The head of a column that sorts the table. */
export function SortHead({ name, title, by, onSort, num = false }: SortHeadProps) {
  const isUp = by === name;
  const isDown = by === `-${name}`;
  return (
    <th
      scope="col"
      class={num ? "num" : undefined}
      aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}
    >
      <button
        type="button"
        class="sort"
        onClick={() => onSort(isDown ? name : isUp ? `-${name}` : num ? `-${name}` : name)}
      >
        {title}
        <span class="sort-sign" aria-hidden="true">{isUp ? "↑" : isDown ? "↓" : ""}</span>
      </button>
    </th>
  );
}

/** Rows in the order that `by` names; numbers by size, all else by its text. */
export function sortRows<T>(
  rows: readonly T[],
  by: SortBy,
  of: (row: T, name: string) => unknown,
): T[] {
  const isDown = by.startsWith("-");
  const name = isDown ? by.slice(1) : by;
  const compare = (a: unknown, b: unknown): number => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (a === b) return 0;
    // What is not there comes last, whatever the order.
    if (a === null || a === undefined) return isDown ? -1 : 1;
    if (b === null || b === undefined) return isDown ? 1 : -1;
    return TEXT.compare(String(a), String(b));
  };
  const sorted = [...rows].sort((a, b) => compare(of(a, name), of(b, name)));
  return isDown ? sorted.reverse() : sorted;
}

const TEXT = new Intl.Collator("en", { numeric: true });
