import { useSignal } from "@preact/signals";
import type { ArtifactInfo, StepInfo, TaskInfo } from "../../../../core/client/reader.ts";
import { api, ask, runParam } from "../api.ts";
import { count, counted } from "../format.ts";
import { hrefTo, query, runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import type { RunModel } from "../run/run_model.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import type { RunTabProps } from "../views.ts";
import { ArtifactDetail } from "./artifact_detail.tsx";
import { ArtifactList } from "./artifact_list.tsx";
import { NoSuchArtifact } from "./no_such_artifact.tsx";

/** Steps that are open at first; the others are loaded when they are opened. */
const OPEN = 12;

/** What a run holds: its parameters and constants, and by step what its tasks have set. */
export default function RunArtifactsTab({ run }: RunTabProps) {
  useRowKeys("Artifacts");
  const name = query.value.get("name");
  const task = Number(query.value.get("task") ?? 0) || 0;
  const steps = run.steps.data.value;
  if (steps === undefined) return <Loading what="artifacts" />;
  return (
    <div class={name === null ? "split" : "split open"}>
      <nav class="split-list" aria-label="Artifacts">
        <WholeRun run={run} chosen={task === 0 ? name : null} />
        {steps.map((step, at) => (
          <StepArtifacts
            key={step.step}
            run={run}
            step={step}
            isOpen={at < OPEN}
            chosen={name === null ? null : { task, name }}
          />
        ))}
      </nav>
      <div class="split-detail">
        {name === null
          ? <NoSuchArtifact name={null} />
          : <Chosen key={`${task}/${name}`} run={run} task={task} name={name} />}
      </div>
    </div>
  );
}

function Chosen({ run, task, name }: { run: RunModel; task: number; name: string }) {
  const param = { ...runParam(run.run), task: String(task), name: encodeURIComponent(name) };
  const info = useResource(
    async () =>
      await ask(
        api.runs[":flow"][":run"].tasks[":task"].artifacts[":name"].$get({ param }),
      ) as ArtifactInfo,
    [],
  );
  if (info.data.value) {
    return <ArtifactDetail place={{ run: run.run, task, name }} info={info.data.value} />;
  }
  const error = info.error.value;
  return error === null
    ? <Loading what="the artifact" />
    : <ErrorState error={error} title="There is no such artifact" />;
}

function WholeRun({ run, chosen }: { run: RunModel; chosen: string | null }) {
  const list = useArtifacts(run, 0);
  if (!list?.length) return null;
  return (
    <section>
      <h3>Parameters and constants</h3>
      <ArtifactList artifacts={list} hrefOf={hrefOf(run, 0)} chosen={chosen} id="run" />
    </section>
  );
}

interface StepArtifactsProps {
  run: RunModel;
  step: StepInfo;
  isOpen: boolean;
  chosen: { task: number; name: string } | null;
}

function StepArtifacts({ run, step: { step, tasks }, isOpen, chosen }: StepArtifactsProps) {
  const open = useSignal(isOpen);
  const total = Object.values(tasks).reduce((sum, one) => sum + one, 0);
  return (
    <section>
      <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>
          <h3>{step}</h3>
          {total > 1 && <span class="dim">{counted(total, "task")}</span>}
        </summary>
        {open.value && <TaskOfStep run={run} step={step} total={total} chosen={chosen} />}
      </details>
    </section>
  );
}

type TaskOfStepProps = Omit<StepArtifactsProps, "step" | "isOpen"> & {
  step: string;
  total: number;
};

/** What one task of a step has set; of several, any can be chosen. */
function TaskOfStep({ run, step, total, chosen }: TaskOfStepProps) {
  const at = useSignal(0);
  const tasks = useResource(
    async () => {
      const page = await ask(api.runs[":flow"][":run"].tasks.$get({
        param: runParam(run.run),
        query: { step, limit: "200" },
      }));
      return page.tasks as TaskInfo[];
    },
    [run, step],
    { run: run.run, what: ["tasks"] },
  );
  const list = tasks.data.value;
  const task = list?.[at.value];
  if (list === undefined || task === undefined) return <p class="dim values-note">…</p>;
  return (
    <>
      {total > 1 && (
        <label class="task-choice">
          <span class="unseen">Task of {step}</span>
          <select
            value={at.value}
            onChange={(event) => (at.value = Number(event.currentTarget.value))}
          >
            {list.map(({ number, status }, index) => (
              <option key={number} value={index}>
                {step}/{number}
                {status === "succeeded" ? "" : ` (${status})`}
              </option>
            ))}
          </select>
          {total > list.length && (
            <a class="link" href={hrefTo(runHref(run.run, "tasks"), { step })}>
              all {count(total)}
            </a>
          )}
        </label>
      )}
      <SetBy run={run} task={task} chosen={chosen} />
    </>
  );
}

function SetBy(
  { run, task, chosen }: Pick<TaskOfStepProps, "run" | "chosen"> & { task: TaskInfo },
) {
  const { number, status, step } = task;
  const list = useArtifacts(run, number)?.filter((one) => one.task === number);
  if (list === undefined) return <p class="dim values-note">…</p>;
  if (list.length === 0) {
    const hasEnded = status !== "running" && status !== "queued";
    return <p class="dim values-note">{hasEnded ? "It has set nothing." : "It has not ended."}</p>;
  }
  return (
    <ArtifactList
      artifacts={list}
      hrefOf={hrefOf(run, number)}
      chosen={chosen?.task === number ? chosen.name : null}
      id={step}
    />
  );
}

function useArtifacts(run: RunModel, task: number): ArtifactInfo[] | undefined {
  const param = { ...runParam(run.run), task: String(task) };
  return useResource(
    async () =>
      await ask(
        api.runs[":flow"][":run"].tasks[":task"].artifacts.$get({ param }),
      ) as ArtifactInfo[],
    [run, task],
    { run: run.run, what: ["tasks"] },
  ).data.value;
}

function hrefOf(run: RunModel, task: number): (name: string) => string {
  return (name) =>
    hrefTo(runHref(run.run, "artifacts"), { ...(task === 0 ? {} : { task: String(task) }), name });
}
