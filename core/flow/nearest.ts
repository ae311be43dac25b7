/** The number of edits (a swap of neighbours counts as one) from `a` to `b`, or `limit + 1`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, beforeLast[j - 2]! + 1);
      }
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The candidate that `name` was most likely meant to be: a third of its letters may differ, upper
 * and lower case count as the same.
 *
 * @param name What was written.
 * @param candidates What exists.
 * @returns The nearest candidate, or null when none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let limit = Math.max(1, Math.floor(name.length / 3));
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase(), limit);
    if (edits <= limit) {
      best = candidate;
      if (edits === 0) break;
      limit = edits - 1;
    }
  }
  return best;
}

/**
 * The end of a message that says what may have been meant.
 *
 * @returns `Did you mean "x"?`, or the candidates when they are few, or "".
 */
export function didYouMean(name: string, candidates: Iterable<string>, what = ""): string {
  const list = [...candidates];
  const near = nearest(name, list);
  if (near !== null) return `Did you mean "${near}"?`;
  if (what === "" || list.length === 0 || list.length > 12) return "";
  return `${what}: ${list.join(", ")}.`;
}
