import type { StepInfo, TaskInfo } from "../../../../core/client/reader.ts";
import type { Decorator, Step } from "../../../../core/graph/graph.ts";
import { api, ask, runParam } from "../api.ts";
import { count, counted, duration, moment } from "../format.ts";
import { hrefTo, runHref, setQuery } from "../location.ts";
import { now } from "../now.ts";
import { useResource } from "../resource.ts";
import type { RunModel } from "../run/run_model.ts";
import { Icon } from "../ui/icon.tsx";
import { StatusWord, TASK_STATES } from "../ui/status.tsx";
import { totalOf } from "./step_state.ts";

const SHOWN = 8;

interface StepPanelProps {
  run: RunModel;
  step: Step;
  info: StepInfo | undefined;
}

/** A step at a glance: what it is, how its tasks stand, and where to go from there. */
export function StepPanel({ run, step, info }: StepPanelProps) {
  const tasksHref = (more: Record<string, string> = {}) =>
    `${runHref(run.run, "tasks")}?${new URLSearchParams({ step: step.name, ...more })}`;
  const total = totalOf(info);
  return (
    <aside class="step-panel" aria-label={`Step ${step.name}`}>
      <header>
        <h2>{step.name}</h2>
        <button
          type="button"
          class="quiet"
          aria-label="Close the step"
          onClick={() => setQuery({ step: null })}
        >
          <Icon name="close" />
        </button>
      </header>
      {step.doc && <p>{step.doc}</p>}
      {step.decorators.length > 0 && (
        <p class="decorators">
          {step.decorators.map((one, at) => <code key={at}>{textOf(one)}</code>)}
        </p>
      )}
      <a class="link" href={hrefTo(runHref(run.run, "code"), { step: step.name })}>Its code</a>
      {info === undefined ? <p class="dim">The run has not reached this step.</p> : (
        <>
          <ul class="counts">
            {TASK_STATES.filter((status) => info.tasks[status] > 0).map((status) => (
              <li key={status}>
                <a href={tasksHref({ status })}>
                  <StatusWord status={status} />
                  <span>{count(info.tasks[status])}</span>
                </a>
              </li>
            ))}
          </ul>
          {info.started !== null && (
            <dl class="facts">
              <div>
                <dt>Started</dt>
                <dd>{moment(info.started)}</dd>
              </div>
              <div>
                <dt>From first to last</dt>
                <dd>
                  {duration(
                    Math.max(0, (info.finished ?? now.value) - info.started),
                  )}
                </dd>
              </div>
            </dl>
          )}
          <FirstTasks run={run} step={step.name} />
          <a class="button" href={tasksHref()}>
            {total > 1 ? `All ${counted(total, "task")}` : "Its task"}
          </a>
        </>
      )}
    </aside>
  );
}

/** Failed tasks first: they are what is looked for. */
function FirstTasks({ run, step }: { run: RunModel; step: string }) {
  const param = runParam(run.run);
  const tasks = useResource(
    async () => {
      const ofStatus = async (status?: "failed" | "running") =>
        (await ask(api.runs[":flow"][":run"].tasks.$get({
          param,
          query: { step, limit: String(SHOWN), ...(status === undefined ? {} : { status }) },
        }))).tasks as TaskInfo[];
      const [failed, running, any] = await Promise.all([
        ofStatus("failed"),
        ofStatus("running"),
        ofStatus(),
      ]);
      const seen = new Map([...failed, ...running, ...any].map((task) => [task.number, task]));
      return [...seen.values()].slice(0, SHOWN);
    },
    [run, step],
    { run: run.run, what: ["tasks"] },
  );
  return (
    <ul class="first-tasks">
      {(tasks.data.value ?? []).map((task) => (
        <li key={task.number}>
          <a href={runHref(run.run, "tasks", task.number)}>
            <span>{step}/{task.number}</span>
            <StatusWord status={task.status} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A decorator as it was written, as far as it can be told. */
function textOf({ name, args }: Decorator): string {
  const told = args.map((arg) => (arg.kind === "literal" ? JSON.stringify(arg.value) : arg.source));
  return `@${name}${told.length > 0 ? `(${told.join(", ")})` : ""}`;
}
