import { Command } from "../ui/copy.tsx";
import { EmptyState } from "../ui/states.tsx";
import { isFiltered } from "./run_query.ts";

/** The list is empty: since nothing fits, or since nothing has run yet. */
export function NoRuns({ query }: { query: URLSearchParams }) {
  if (isFiltered(query)) {
    return (
      <EmptyState title="No run fits">
        <p class="dim">Try fewer words, or another flow, status or time.</p>
        <p>
          <a href="/">Show all runs</a>
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has run yet">
      <p class="dim">Run a flow, in this store, and it appears here at once:</p>
      <Command text="flow run flow.ts" label="a command that runs a flow" />
    </EmptyState>
  );
}
