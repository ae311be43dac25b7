import type { Group, Lane } from "./lanes.ts";

/** A row of the chart: a step, or one of its tasks. */
export type Row =
  | { kind: "step"; group: Group; isOpen: boolean }
  | { kind: "task"; lane: Lane };

/** Tasks of a step that are shown without being asked for. */
const FEW = 40;

/** Whether a step shows its tasks, as long as nobody has said otherwise. */
export function opensByItself({ lanes }: Group): boolean {
  return lanes.length > 1 && lanes.length <= FEW;
}

/**
 * The rows, from top to bottom.
 *
 * @param turned Steps that somebody has opened or closed.
 */
export function rowsOf(groups: readonly Group[], turned: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  for (const group of groups) {
    const isOpen = opensByItself(group) !== turned.has(group.step);
    rows.push({ kind: "step", group, isOpen: isOpen && group.lanes.length > 1 });
    if (!isOpen || group.lanes.length === 1) continue;
    for (const lane of group.lanes) rows.push({ kind: "task", lane });
  }
  return rows;
}
