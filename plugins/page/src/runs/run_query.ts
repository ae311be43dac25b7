import type { RunInfo, RunStatus, TagInfo, TaskStatus } from "../../../../core/client/reader.ts";
import { api, ask } from "../api.ts";
import { readSearch } from "./search.ts";

/** A run in the list. */
export interface RunRow extends RunInfo {
  tags: TagInfo[];
  tasks: Record<TaskStatus, number>;
}

/** A page of the list, and where the next begins. */
export interface RunRows {
  runs: RunRow[];
  next: string | null;
}

/** How far back, by the word in the address. */
export const SPANS: Readonly<Record<string, { title: string; ms: number }>> = {
  hour: { title: "Last hour", ms: 3_600_000 },
  day: { title: "Last day", ms: 86_400_000 },
  week: { title: "Last week", ms: 7 * 86_400_000 },
  month: { title: "Last 30 days", ms: 30 * 86_400_000 },
};

/** The names of what the address says about the list. */
export const FILTERS = ["q", "flow", "status", "since", "after"] as const;

/** Asks the server for the runs that the address names. */
export async function loadRuns(query: URLSearchParams, limit: number): Promise<RunRows> {
  const { words, tags, user, params } = readSearch(query.get("q") ?? "");
  const span = SPANS[query.get("since") ?? ""];
  const given: Record<string, string | string[] | null | undefined> = {
    flow: query.get("flow"),
    status: query.get("status") as RunStatus | null,
    after: query.get("after"),
    since: span === undefined ? null : String(Date.now() - span.ms),
    user,
    tag: tags,
    param: params,
    q: words.join(" "),
    sort: query.get("sort"),
    order: query.get("order"),
    limit: String(limit),
  };
  const asked = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value?.length !== 0),
  );
  return await ask(api.runs.$get({ query: asked })) as RunRows;
}

/** Whether the address leaves out any runs. */
export function isFiltered(query: URLSearchParams): boolean {
  return FILTERS.some((name) => query.get(name));
}
