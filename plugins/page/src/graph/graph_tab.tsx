import { query, runHref } from "../location.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import type { RunTabProps } from "../views.ts";
import { GraphView } from "./graph_view.tsx";
import { StepPanel } from "./step_panel.tsx";

/** The graph of a run's flow, and beside it the step that the address names. */
export default function GraphTab({ run }: RunTabProps) {
  const graph = run.graph.data.value;
  const steps = run.steps.data.value;
  const error = run.graph.error.value ?? run.steps.error.value;
  if (graph === undefined || steps === undefined) {
    return error === null ? <Loading what="the graph" /> : (
      <ErrorState
        error={error}
        retry={() => {
          run.graph.reload();
          run.steps.reload();
        }}
      />
    );
  }
  if (graph.steps.length === 0) {
    return (
      <EmptyState title="This run has no graph">
        <p class="dim">It was written by a program, not by a flow.</p>
      </EmptyState>
    );
  }
  const chosen = query.value.get("step");
  const step = graph.steps.find(({ name }) => name === chosen);
  return (
    <div class="graph-tab">
      <GraphView
        graph={graph}
        steps={steps}
        chosen={chosen}
        hrefOf={(name) => `${runHref(run.run, "graph")}?${new URLSearchParams({ step: name })}`}
      />
      {step && (
        <StepPanel
          run={run}
          step={step}
          info={steps.find((one) => one.step === step.name)}
        />
      )}
    </div>
  );
}
