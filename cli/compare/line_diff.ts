/** A line of a difference: in both, only before, or only after. */
export interface DiffLine {
  mark: " " | "-" | "+";
  text: string;
}

/** More changes than this are not looked for one by one: the search takes their square. */
const MAX_CHANGES = 500;

/**
 * The difference of two texts line by line, with as few changed lines as possible (Myers' algorithm);
 * of texts that differ almost everywhere, all of one and then all of the other.
 */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start && end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) end++;
  const same = (text: string): DiffLine => ({ mark: " ", text });
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const trace = search(a, b);
  if (trace === null) {
    return [
      ...a.map((text): DiffLine => ({ mark: "-", text })),
      ...b.map((text): DiffLine => ({ mark: "+", text })),
    ];
  }
  const lines: DiffLine[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const reached = trace[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && at(reached, k - 1) < at(reached, k + 1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : at(reached, fromK);
    const fromY = d === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY) {
      lines.push({ mark: " ", text: a[--x]! });
      y--;
    }
    if (d === 0) break;
    if (down) lines.push({ mark: "+", text: b[--y]! });
    else lines.push({ mark: "-", text: a[--x]! });
  }
  return lines.reverse();
}

/** How far each diagonal is reached with 0, 1, 2 … changes, before each of them; null for too many. */
function search(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const trace: Map<number, number>[] = [];
  const reached = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, MAX_CHANGES); d++) {
    trace.push(new Map(reached));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(reached, k - 1) < at(reached, k + 1));
      let x = down ? at(reached, k + 1) : at(reached, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reached.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return null;
}

function at(reached: ReadonlyMap<number, number>, k: number): number {
  return reached.get(k) ?? -1;
}

/** The changed lines with some around them; what is left out becomes one line with its number. */
export function hunks(lines: readonly DiffLine[], context: number): (DiffLine | number)[] {
  const near = new Uint8Array(lines.length);
  for (const [i, { mark }] of lines.entries()) {
    if (mark === " ") continue;
    near.fill(1, Math.max(0, i - context), Math.min(lines.length, i + context + 1));
  }
  const shown: (DiffLine | number)[] = [];
  let skipped = 0;
  for (const [i, line] of lines.entries()) {
    if (near[i] === 0) skipped++;
    else {
      if (skipped > 0) shown.push(skipped);
      skipped = 0;
      shown.push(line);
    }
  }
  if (skipped > 0 && shown.length > 0) shown.push(skipped);
  return shown;
}
