import { type Signal, signal } from "@preact/signals";
import { api, ask, runParam } from "../api.ts";
import { onChange } from "../live.ts";
import { Resource } from "../resource.ts";
import { type Group, groupLanes, type Lane } from "./lanes.ts";

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
