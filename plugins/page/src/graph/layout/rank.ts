import type { Arrow } from "./layout.ts";

/**
 * The layer of each node, from 0, and which arrows lead back. A node stands one layer behind the
 * last of those that lead to it.
 */
export function rankNodes(
  count: number,
  arrows: readonly Arrow[],
): { rank: number[]; back: boolean[] } {
  const out: number[][] = Array.from({ length: count }, () => []);
  arrows.forEach(({ from }, at) => out[from]!.push(at));
  const back = new Array<boolean>(arrows.length).fill(false);
  const finished: number[] = [];
  // 0 not seen, 1 on the way here, 2 done.
  const state = new Uint8Array(count);
  const hasWayIn = new Uint8Array(count);
  for (const { from, to } of arrows) if (from !== to) hasWayIn[to] = 1;
  const roots = Array.from({ length: count }, (_, node) => node)
    .sort((a, b) => hasWayIn[a]! - hasWayIn[b]!);
  for (const root of roots) {
    if (state[root] !== 0) continue;
    const stack = [{ node: root, next: 0 }];
    state[root] = 1;
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const arrow = out[top.node]![top.next++];
      if (arrow === undefined) {
        state[top.node] = 2;
        finished.push(top.node);
        stack.pop();
        continue;
      }
      const { to } = arrows[arrow]!;
      if (state[to] === 1) back[arrow] = true;
      else if (state[to] === 0) {
        state[to] = 1;
        stack.push({ node: to, next: 0 });
      }
    }
  }
  const rank = new Array<number>(count).fill(0);
  for (const node of finished.reverse()) {
    for (const arrow of out[node]!) {
      const { to } = arrows[arrow]!;
      if (!back[arrow]) rank[to] = Math.max(rank[to]!, rank[node]! + 1);
    }
  }
  return { rank, back };
}
