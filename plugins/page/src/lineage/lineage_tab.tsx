import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, ask } from "../api.ts";
import { useKeys } from "../keys.ts";
import { useResource } from "../resource.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import { StatusWord } from "../ui/status.tsx";
import type { TaskModel } from "../task/task_model.ts";
import type { TaskTabProps } from "../views.ts";
import { groupsOf, type Passed } from "./groups.ts";
import { TaskGroup } from "./task_group.tsx";

/** Tasks on either side that are loaded at once. */
const PAGE = "60";

async function load({ param }: TaskModel, query: Record<string, string> = {}) {
  return await ask(
    api.runs[":flow"][":run"].tasks[":task"].lineage.$get({
      param,
      query: { limit: PAGE, ...query },
    }),
  );
}

type Lineage = Awaited<ReturnType<typeof load>>;

/** What came before a task, what after it, and the values that went from one to the other. */
export default function LineageTab({ task }: TaskTabProps) {
  const lineage = useResource(() => load(task), [task], { run: task.run.run, what: ["tasks"] });
  useRowKeys("Lineage");
  useKeys("Lineage", [
    { keys: ["ArrowLeft"], does: "To the parents", run: () => enter("parents") },
    { keys: ["ArrowRight"], does: "To the children", run: () => enter("children") },
  ]);
  useEffect(() => {
    // Walking goes on from the task that was come to.
    document.querySelector<HTMLElement>(".lineage .here a")?.focus({ preventScroll: true });
  }, [task, lineage.data.value === undefined]);
  const data = lineage.data.value;
  const info = task.info.data.value;
  if (data === undefined || info === undefined) {
    const error = lineage.error.value;
    return error === null
      ? <Loading what="the lineage" />
      : <ErrorState error={error} retry={lineage.reload} />;
  }
  return (
    <div class="lineage">
      <Side
        title="Came before"
        side="parents"
        task={task}
        first={data}
        none="It is the first task of the run."
      />
      <section class="here" aria-label="This task">
        <h3>This task</h3>
        <div class="lineage-card at" data-row="here">
          <a data-open href="#main">
            {info.step}
            <span class="dim">/</span>
            {info.number}
          </a>
          <StatusWord status={info.status} />
        </div>
        <p class="dim hint">
          <kbd>←</kbd> <kbd>→</kbd> choose a side, <kbd>j</kbd> <kbd>k</kbd> a task,{" "}
          <kbd>Enter</kbd> goes there.
        </p>
      </section>
      <Side
        title="Came after"
        side="children"
        task={task}
        first={data}
        none={info.next?.kind === "end" ? "It ended the run." : "None yet."}
      />
    </div>
  );
}

interface SideProps {
  title: string;
  side: "parents" | "children";
  task: TaskModel;
  first: Lineage;
  none: string;
}

function Side({ title, side, task, first, none }: SideProps) {
  const more = useSignal<Passed[]>([]);
  const isParents = side === "parents";
  const nextOf = (page: Lineage) => isParents ? page.nextParent : page.nextChild;
  const next = useSignal<number | null | undefined>(undefined);
  const rest = next.value === undefined ? nextOf(first) : next.value;
  const goOn = async () => {
    const page = await load(task, { [isParents ? "afterParent" : "afterChild"]: String(rest) });
    more.value = [...more.value, ...page[side] as Passed[]];
    next.value = nextOf(page);
  };
  const groups = groupsOf([...first[side] as Passed[], ...more.value]);
  return (
    <section class={`side ${side}`} aria-label={title}>
      <h3>{title}</h3>
      {groups.length === 0 && <p class="dim">{none}</p>}
      {groups.map((group, at) => (
        <TaskGroup key={at} run={task.run.run} group={group} side={side} isWhole={rest === null} />
      ))}
      {rest !== null && <button type="button" class="small" onClick={goOn}>Load more</button>}
    </section>
  );
}

function enter(side: "parents" | "children"): void {
  document.querySelector<HTMLElement>(`.lineage .${side} a[data-open]`)?.focus();
}
