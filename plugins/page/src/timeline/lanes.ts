import type { TaskStatus } from "../../../../core/client/reader.ts";

/** An attempt on the time line. Times are milliseconds since 1970. */
export interface Span {
  attempt: number;
  status: TaskStatus;
  queued: number;
  started: number | null;
  finished: number | null;
}

/** A task with its attempts. */
export interface Lane {
  step: string;
  task: number;
  spans: Span[];
  /** It ran in the run that this one was resumed from. */
  taken: boolean;
}

/** A step with its tasks, by number. */
export interface Group {
  step: string;
  lanes: Lane[];
  /** The most of them that ran at once. */
  peak: number;
}

/** From when to when. */
export interface Period {
  from: number;
  to: number;
}

/** Puts tasks below their steps. */
export function groupLanes(lanes: Iterable<Lane>): Group[] {
  const groups = new Map<string, Lane[]>();
  for (const lane of [...lanes].sort((a, b) => a.task - b.task)) {
    const known = groups.get(lane.step);
    if (known === undefined) groups.set(lane.step, [lane]);
    else known.push(lane);
  }
  return [...groups].map(([step, lanes]) => ({ step, lanes, peak: peakOf(lanes) }));
}

/** From the first to the last thing that happened in this run. */
export function periodOf(groups: readonly Group[], now: number): Period {
  let from = Infinity;
  let to = -Infinity;
  for (const { lanes } of groups) {
    for (const { spans, taken } of lanes) {
      if (taken) continue;
      for (const span of spans) {
        from = Math.min(from, span.queued);
        to = Math.max(to, endOf(span, now));
      }
    }
  }
  return from <= to ? { from, to: Math.max(to, from + 1) } : { from: now - 1, to: now };
}

/** When it ended; what goes on, ends now. */
export function endOf({ finished, started, queued, status }: Span, now: number): number {
  if (finished !== null) return finished;
  if (status === "running" || status === "queued") return Math.max(now, started ?? queued);
  return started ?? queued;
}

function peakOf(lanes: readonly Lane[]): number {
  const edges: number[] = [];
  for (const { spans, taken } of lanes) {
    if (taken) continue;
    for (const { started, finished } of spans) {
      if (started === null) continue;
      // Ends before beginnings of the same moment; so even numbers are ends.
      edges.push(started * 2 + 1, (finished ?? 8e14) * 2);
    }
  }
  edges.sort((a, b) => a - b);
  let running = 0;
  let peak = 1;
  for (const edge of edges) {
    running += edge % 2 === 1 ? 1 : -1;
    peak = Math.max(peak, running);
  }
  return peak;
}
