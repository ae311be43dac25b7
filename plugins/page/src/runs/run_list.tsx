import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { isMissingStore, isUnreachable } from "../api.ts";
import { go, query, setQuery } from "../location.ts";
import { useResource } from "../resource.ts";
import { useTitle } from "../ui/title.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import { NoRuns } from "./no_runs.tsx";
import { RunFilters } from "./run_filters.tsx";
import { loadRuns } from "./run_query.ts";
import { RunTable } from "./run_table.tsx";

/** Rows that are shown at first, are added each time, and stand on a page at most. */
const FIRST = 50;
const MORE = 100;
const MOST = 500;

/** All runs, newest first, as the address filters them. */
export function RunList() {
  const asked = query.value.toString();
  const limit = useMemo(() => ({ rows: FIRST }), [asked]);
  const list = useResource(() => loadRuns(query.peek(), limit.rows), [asked], {
    what: ["run", "tasks", "tags"],
  });
  const kept = useSignal(list.data.peek());
  const chosen = useSignal<readonly string[]>([]);
  useTitle("Runs");
  useEffect(() => list.data.subscribe((data) => data && (kept.value = data)), [list]);

  const choose = (run: string) => {
    const without = chosen.value.filter((one) => one !== run);
    chosen.value = without.length < chosen.value.length ? without : [...without.slice(-1), run];
  };
  const compare = () => {
    const [a, b] = chosen.value;
    if (b !== undefined) go(`/compare?${new URLSearchParams({ a: a!, b })}`);
  };
  useRowKeys("List", {
    x: { does: "Select for a comparison", run: choose },
    c: { does: "Compare the two that are selected", run: compare },
  });
  const more = () => {
    limit.rows = Math.min(MOST, limit.rows + MORE);
    list.reload();
  };

  const page = kept.value;
  const error = list.error.value;
  return (
    <div class="runs">
      <h1 class="unseen">Runs</h1>
      <RunFilters />
      {error && isMissingStore(error)
        ? <NoRuns query={new URLSearchParams()} />
        : error && (page === undefined || !isUnreachable(error))
        ? <ErrorState error={error} retry={list.reload} />
        : page === undefined
        ? <Loading what="runs" rows={12} />
        : page.runs.length === 0
        ? <NoRuns query={query.value} />
        : (
          <>
            <RunTable runs={page.runs} chosen={chosen.value} choose={choose} />
            <footer class="more">
              {page.next !== null && page.runs.length < MOST &&
                <More key={page.runs.length} more={more} />}
              {page.next !== null && page.runs.length >= MOST && (
                <button
                  type="button"
                  onClick={() => setQuery({ after: page.next }, {})}
                >
                  Older runs
                </button>
              )}
            </footer>
          </>
        )}
      <div class="choice" hidden={chosen.value.length === 0} role="status">
        <span>{chosen.value.join(" and ")} selected</span>
        <button
          type="button"
          class="primary"
          disabled={chosen.value.length < 2}
          onClick={compare}
        >
          Compare <kbd>c</kbd>
        </button>
        <button type="button" onClick={() => (chosen.value = [])}>Clear</button>
      </div>
    </div>
  );
}

/** Loads more when it comes into view; also a button, for those who do not scroll. */
function More({ more }: { more: () => void }) {
  const watch = (button: HTMLButtonElement | null) => {
    if (button === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      more();
    }, { rootMargin: "400px" });
    observer.observe(button);
  };
  return <button type="button" ref={watch} onClick={more}>More runs</button>;
}
