import type { StepInfo } from "../../../../core/client/reader.ts";
import { counted } from "../format.ts";
import { query, setQuery } from "../location.ts";
import { Select } from "../ui/select.tsx";
import { TASK_STATES } from "../ui/status.tsx";

const ORDERS: Readonly<Record<string, string>> = {
  started: "In order of their start",
  duration: "Longest first",
};

/** Which tasks, and in which order; all of it is in the address. */
export function TaskFilters({ steps, total }: { steps: readonly StepInfo[]; total: number }) {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <Select
        label="Step"
        none="All steps"
        value={query.value.get("step")}
        options={steps.map(({ step }) => ({ value: step, title: step }))}
        onChange={(step) => setQuery({ step })}
      />
      <Select
        label="Status"
        none="Any status"
        value={query.value.get("status")}
        options={TASK_STATES.map((value) => ({ value, title: value }))}
        onChange={(status) => setQuery({ status })}
      />
      <Select
        label="Order"
        none="In order of number"
        value={query.value.get("sort")}
        options={Object.entries(ORDERS).map(([value, title]) => ({ value, title }))}
        onChange={(sort) => setQuery({ sort, order: sort === "duration" ? "desc" : null })}
      />
      <span class="dim" role="status">{counted(total, "task")}</span>
    </form>
  );
}
