import { useMemo } from "preact/hooks";
import type { TaskInfo } from "../../../../core/client/reader.ts";
import { api, ask, isUnreachable, runParam } from "../api.ts";
import { count } from "../format.ts";
import { query, runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import { TaskPage } from "../task/task_page.tsx";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import type { RunTabProps } from "../views.ts";
import { TaskFilters } from "./task_filters.tsx";
import { TaskTable } from "./task_table.tsx";

/** Tasks that are loaded at first, and that the server gives at most. */
const FIRST = 200;
const MORE = 1000;
const MOST = 10_000;

/** The tasks of a run; behind a number, one of them. */
export default function TasksTab({ run, rest }: RunTabProps) {
  const [number, ...below] = rest;
  if (number === undefined) return <TaskList run={run} />;
  return /^[1-9]\d*$/.test(number)
    ? <TaskPage key={number} run={run} number={Number(number)} rest={below} />
    : <ErrorState title="There is no such task" error={new Error(`“${number}” is no number`)} />;
}

function TaskList({ run }: Pick<RunTabProps, "run">) {
  const asked = ["step", "status", "sort", "order"].map((name) => query.value.get(name)).join("\n");
  const limit = useMemo(() => ({ rows: FIRST }), [asked]);
  const tasks = useResource(
    async () => {
      const given = ["step", "status", "sort", "order"].map((
        name,
      ) => [name, query.peek().get(name)]);
      const chosen = Object.fromEntries(given.filter(([, value]) => value !== null));
      const page = await ask(api.runs[":flow"][":run"].tasks.$get({
        param: runParam(run.run),
        query: { ...chosen, limit: String(limit.rows) },
      }));
      return { tasks: page.tasks as TaskInfo[], next: page.next };
    },
    [run, asked],
    { run: run.run, what: ["tasks"] },
  );
  const list = tasks.data.value;
  const error = tasks.error.value;
  const more = () => {
    if (list?.next == null || limit.rows >= MOST) return;
    limit.rows = Math.min(MOST, list.tasks.length + MORE);
    tasks.reload();
  };
  const total = (run.steps.data.value ?? [])
    .filter(({ step }) => (query.value.get("step") ?? step) === step)
    .flatMap(({ tasks }) => Object.entries(tasks))
    .filter(([status]) => (query.value.get("status") ?? status) === status)
    .reduce((sum, [, count]) => sum + count, 0);
  return (
    <div class="tasks">
      <TaskFilters steps={run.steps.data.value ?? []} total={total} />
      {error && (list === undefined || !isUnreachable(error))
        ? <ErrorState error={error} retry={tasks.reload} />
        : list === undefined
        ? <Loading what="tasks" />
        : list.tasks.length === 0
        ? (
          <EmptyState title="No task fits">
            <p>
              <a href={runHref(run.run, "tasks")}>Show all tasks</a>
            </p>
          </EmptyState>
        )
        : <TaskTable run={run.run} tasks={list.tasks} total={total} more={more} />}
      {list?.next != null && list.tasks.length >= MOST && (
        <p class="dim end">
          These are the first {count(MOST)}. Choose a step, a status or another order to see others.
        </p>
      )}
    </div>
  );
}
