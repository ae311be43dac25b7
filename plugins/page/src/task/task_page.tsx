import { useEffect, useMemo } from "preact/hooks";
import { duration, moment } from "../format.ts";
import { useKeys } from "../keys.ts";
import { go, hrefTo, runHref } from "../location.ts";
import { now } from "../now.ts";
import type { RunModel } from "../run/run_model.ts";
import { nextText } from "../tasks/task_table.tsx";
import { Icon } from "../ui/icon.tsx";
import { Later } from "../ui/later.tsx";
import { ErrorState, Loading } from "../ui/states.tsx";
import { StatusWord } from "../ui/status.tsx";
import { useTitle } from "../ui/title.ts";
import { TASK_TABS } from "../views.ts";
import { TaskModel } from "./task_model.ts";

interface TaskPageProps {
  run: RunModel;
  number: number;
  rest: readonly string[];
}

/** A task: how it stands, and the tab that the address names. */
export function TaskPage({ run, number, rest }: TaskPageProps) {
  const task = useMemo(() => new TaskModel(run, number), [run, number]);
  useEffect(() => task.follow(), [task]);
  const [id = TASK_TABS[0]!.id] = rest;
  const tab = TASK_TABS.find((one) => one.id === id);
  const info = task.info.data.value;
  const error = task.info.error.value;
  const href = (number: number) => runHref(run.run, "tasks", number, ...rest);
  useTitle(`${run.run}/${info?.step ?? "task"}/${number}`);
  useKeys("Task", [
    { keys: ["n"], does: "Next task", run: () => go(href(number + 1)) },
    { keys: ["p"], does: "Task before", run: () => number > 1 && go(href(number - 1)) },
    { keys: ["u"], does: "Up to all tasks", run: () => go(runHref(run.run, "tasks")) },
  ]);
  if (info === undefined) {
    return error === null
      ? <Loading what="the task" />
      : <ErrorState error={error} retry={task.info.reload} />;
  }
  const { step, status, started, finished, created, origin } = info;
  const end = finished ?? (status === "running" || status === "queued" ? now.value : null);
  return (
    <article class="task">
      <header class="task-head">
        <a
          class="button"
          href={`${runHref(run.run, "tasks")}?${new URLSearchParams({ step })}`}
          title={`All tasks of ${step}`}
        >
          {step}
        </a>
        <Icon name="chevron" size={12} />
        <h2>{number}</h2>
        <StatusWord status={status} />
        <dl class="facts">
          <div>
            <dt>Waited</dt>
            <dd>{duration(Math.max(0, (started ?? end ?? created) - created))}</dd>
          </div>
          <div>
            <dt>Ran</dt>
            <dd>
              {started === null || end === null ? "not yet" : duration(Math.max(0, end - started))}
            </dd>
          </div>
          <div>
            <dt>Queued</dt>
            <dd>{moment(created)}</dd>
          </div>
          {info.next && (
            <div>
              <dt>Then</dt>
              <dd>{nextText(info)}</dd>
            </div>
          )}
          {origin !== null && (
            <div>
              <dt>Taken over from</dt>
              <dd>
                <a class="link" href={runHref(origin, "tasks", number)}>{origin}</a>
              </dd>
            </div>
          )}
        </dl>
        <a class="link" href={hrefTo(runHref(run.run, "code"), { step })}>Its code</a>
        <nav class="before-and-after" aria-label="Tasks by number">
          {number > 1 && (
            <a class="button" href={href(number - 1)} title="Task before (p)">Before</a>
          )}
          <a class="button" href={href(number + 1)} title="Next task (n)">Next</a>
        </nav>
      </header>
      {TASK_TABS.length > 1 && (
        <nav class="tabs" aria-label="Task">
          {TASK_TABS.map(({ id: one, title }) => (
            <a
              key={one}
              href={runHref(run.run, "tasks", number, one)}
              aria-current={one === id ? "page" : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
      )}
      {tab === undefined
        ? <ErrorState title="There is no such tab" error={new Error(`A task has no “${id}”`)} />
        : <Later key={id} load={tab.load} props={{ task }} />}
    </article>
  );
}
