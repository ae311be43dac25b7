import { useEffect, useMemo } from "preact/hooks";
import { query, setQuery } from "../location.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import { StatusWord, TASK_STATES } from "../ui/status.tsx";
import type { RunTabProps } from "../views.ts";
import { Chart } from "./chart.tsx";
import { TimelineModel } from "./timeline_model.ts";
import { TimelineTable } from "./timeline_table.tsx";

/** Attempts of a run over time, as a chart or as a table. */
export default function TimelineTab({ run }: RunTabProps) {
  const model = useMemo(() => new TimelineModel(run.run), [run]);
  useEffect(() => model.follow(), [model]);
  const error = model.resource.error.value;
  if (!model.isLoaded.value) {
    return error === null
      ? <Loading what="the timeline" />
      : <ErrorState error={error} retry={model.resource.reload} />;
  }
  const isTable = query.value.get("as") === "table";
  const isRunning = run.info.data.value?.status === "running";
  if (model.groups.value.length === 0) {
    return (
      <EmptyState title="No task has begun">
        <p class="dim">What runs appears here as it begins.</p>
      </EmptyState>
    );
  }
  return (
    <div class="timeline">
      <div class="timeline-tools">
        <span class="legend">
          <i aria-hidden="true" /> waiting
        </span>
        {TASK_STATES.filter((status) =>
          run.steps.data.value?.some(({ tasks }) => tasks[status] > 0)
        ).map((status) => <StatusWord key={status} status={status} />)}
        <button
          type="button"
          aria-pressed={isTable}
          onClick={() => setQuery({ as: isTable ? null : "table" })}
        >
          {isTable ? "As a chart" : "As a table"}
        </button>
      </div>
      {isTable
        ? <TimelineTable groups={model.groups.value} run={run.run} />
        : <Chart model={model} run={run.run} isRunning={isRunning} />}
    </div>
  );
}
