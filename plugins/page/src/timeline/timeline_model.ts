import { type Signal, signal } from "@preact/signals";
import type { TaskStatus } from "../../../../core/client/reader.ts";
import { api, ask, runParam } from "../api.ts";
import { onChange } from "../live.ts";
import { Resource } from "../resource.ts";

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

/** Ends are written a moment after they happened. */
const PLAY = 2000;

/** All attempts of a run; what has changed is loaded as it changes. */
export class TimelineModel {
  /** Steps in the order in which the run came to them. */
  readonly groups: Signal<readonly Group[]> = signal([]);
  readonly isLoaded: Signal<boolean> = signal(false);
  readonly resource: Resource<void>;
  readonly #run: string;
  readonly #lanes = new Map<number, Lane>();
  #seen = 0;

  constructor(run: string) {
    this.#run = run;
    this.resource = new Resource(() => this.#load());
  }

  /** Loads and follows, until the function that it gives is called. */
  follow(): () => void {
    this.resource.reload();
    const stop = onChange({ run: this.#run, what: ["tasks"] }, this.resource.reload);
    return () => {
      stop();
      this.resource.close();
    };
  }

  async #load(): Promise<void> {
    const param = runParam(this.#run);
    const since = this.#seen === 0 ? undefined : String(this.#seen - PLAY);
    let after: number | null = null;
    do {
      const page: Awaited<ReturnType<typeof this.page>> = await this.page(param, since, after);
      this.#take(page);
      after = page.next;
    } while (after !== null);
    this.groups.value = groupLanes(this.#lanes.values());
    this.isLoaded.value = true;
  }

  /** Asks for one page. */
  page(param: { flow: string; run: string }, since: string | undefined, after: number | null) {
    const query = {
      ...(since === undefined ? {} : { since }),
      ...(after === null ? {} : { after: String(after) }),
    };
    return ask(api.runs[":flow"][":run"].timeline.$get({ param, query }));
  }

  #take({ steps, statuses, attempts }: Awaited<ReturnType<TimelineModel["page"]>>): void {
    let lane: Lane | undefined;
    for (const [step, task, attempt, status, queued, started, finished, taken] of attempts) {
      if (lane?.task !== task) {
        lane = { step: steps[step]!, task, spans: [], taken: taken === 1 };
        this.#lanes.set(task, lane);
      }
      lane.spans.push({ attempt, status: statuses[status]!, queued, started, finished });
      if (taken === 0) this.#seen = Math.max(this.#seen, queued, started ?? 0, finished ?? 0);
    }
  }
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
