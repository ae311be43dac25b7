import type { ArtifactInfo, FrameInfo, TaskInfo } from "../../../../core/client/reader.ts";
import { api, ask } from "../api.ts";
import { bytes, count, duration, moment } from "../format.ts";
import { runHref } from "../location.ts";
import { now } from "../now.ts";
import { useResource } from "../resource.ts";
import { ErrorBox } from "../run/run_error.tsx";
import { StatusWord } from "../ui/status.tsx";
import { TASK_TABS, type TaskTabProps } from "../views.ts";
import type { TaskModel } from "./task_model.ts";

/** Parents and children that are named; a join has as many as a foreach is wide. */
const SHOWN = 24;

/** Attempts of a task, where it comes from and leads to, and what it left. */
export default function OverviewTab({ task }: TaskTabProps) {
  const at = api.runs[":flow"][":run"].tasks[":task"];
  const { param } = task;
  const wish = { run: task.run.run, what: ["tasks"] as const };
  const query = { limit: String(SHOWN + 1) };
  const around = useResource(
    async () => {
      const [frames, parents, children, artifacts] = await Promise.all([
        ask(at.frames.$get({ param })),
        ask(at.parents.$get({ param, query })),
        ask(at.children.$get({ param, query })),
        ask(at.artifacts.$get({ param })),
      ]);
      return {
        frames: frames as FrameInfo[],
        parents: parents as TaskInfo[],
        children: children as TaskInfo[],
        artifacts: artifacts as ArtifactInfo[],
      };
    },
    [task],
    wish,
  );
  const { frames = [], parents = [], children = [], artifacts = [] } = around.data.value ?? {};
  return (
    <div class="overview">
      <section>
        <h3>Attempts</h3>
        <ol class="attempt-list">
          {(task.attempts.data.value ?? []).map(({ attempt, status, started, finished, error }) => (
            <li key={attempt}>
              <p class="attempt">
                <strong>{attempt}</strong>
                <StatusWord status={status} />
                <span>
                  {duration(Math.max(
                    0,
                    (finished ?? (status === "running" ? now.value : started)) - started,
                  ))}
                </span>
                <span class="dim">{moment(started)}</span>
              </p>
              {error && <ErrorBox error={error} />}
            </li>
          ))}
        </ol>
        {task.attempts.data.value?.length === 0 && <p class="dim">It has not begun.</p>}
      </section>
      {frames.length > 0 && (
        <section>
          <h3>Item</h3>
          <ul>
            {frames.map(({ step, index, size }) => (
              <li key={step}>
                {count(index + 1)} <span class="dim">of {count(size)}, split by</span> {step}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Tasks title="Parents" tasks={parents} task={task} none="It is the first." />
      <Tasks title="Children" tasks={children} task={task} none="None yet, or the end." />
      <section>
        <h3>Artifacts</h3>
        <ul class="artifact-list">
          {artifacts.map(({ name, kind, size }) => (
            <li key={name}>
              <a href={artifactHref(task, name)}>
                <code>{name}</code>
                <span class="dim">{kind}</span>
                <span class="dim num">{bytes(size)}</span>
              </a>
            </li>
          ))}
        </ul>
        {artifacts.length === 0 && around.data.value && <p class="dim">It has left none.</p>}
      </section>
    </div>
  );
}

interface TasksProps {
  title: string;
  tasks: readonly TaskInfo[];
  task: TaskModel;
  none: string;
}

function Tasks({ title, tasks, task, none }: TasksProps) {
  return (
    <section>
      <h3>{title}</h3>
      {tasks.length === 0 && <p class="dim">{none}</p>}
      <ul class="task-links">
        {tasks.slice(0, SHOWN).map(({ number, step, status }) => (
          <li key={number}>
            <a href={runHref(task.run.run, "tasks", number)}>
              <StatusWord status={status} compact />
              {step}/{number}
            </a>
          </li>
        ))}
        {tasks.length > SHOWN && (
          <li class="more-tasks">
            <a
              href={`${runHref(task.run.run, "tasks")}?${new URLSearchParams({
                step: tasks[0]!.step,
              })}`}
            >
              and more
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

/** The tab of artifacts, if the page has one; the bytes themselves otherwise. */
function artifactHref(task: TaskModel, name: string): string {
  const { run, number } = task;
  if (TASK_TABS.some(({ id }) => id === "artifacts")) {
    return `${runHref(run.run, "tasks", number, "artifacts")}?${new URLSearchParams({ name })}`;
  }
  return `/api${runHref(run.run, "tasks", number, "artifacts", name, "bytes")}`;
}
