import type { TaskInfo } from "../../../../core/client/reader.ts";
import { clock, count, duration, moment } from "../format.ts";
import { runHref } from "../location.ts";
import { now } from "../now.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { StatusWord } from "../ui/status.tsx";
import { VirtualRows } from "../ui/virtual_rows.tsx";

const ROW = 34;
/** More is loaded when so many rows are left. */
const AHEAD = 150;

interface TaskTableProps {
  run: string;
  tasks: readonly TaskInfo[];
  /** How many there are in all. */
  total: number;
  more: () => void;
}

/** Tasks, one a row; only those in view are made. */
export function TaskTable({ run, tasks, total, more }: TaskTableProps) {
  useRowKeys("Tasks");
  return (
    <div class="grid task-grid" role="table" aria-label="Tasks" aria-rowcount={total + 1}>
      <div role="row" class="grid-head">
        {["Task", "Status", "Attempt", "Started", "Waited", "Ran", "Then"].map((title) => (
          <span key={title} role="columnheader">{title}</span>
        ))}
      </div>
      <VirtualRows
        count={tasks.length}
        height={ROW}
        row={(index) => (
          <Row key={tasks[index]!.number} run={run} task={tasks[index]!} index={index} />
        )}
        onRange={(last) => last > tasks.length - AHEAD && more()}
      />
    </div>
  );
}

function Row({ run, task, index }: { run: string; task: TaskInfo; index: number }) {
  const { started, finished, status, created } = task;
  const end = finished ?? (status === "running" || status === "queued" ? now.value : null);
  const waited = (started ?? end ?? created) - created;
  return (
    <div role="row" class="grid-row" aria-rowindex={index + 2} data-row={task.number}>
      <span role="cell">
        <a href={runHref(run, "tasks", task.number)} data-open>
          {task.step}
          <span class="dim">/</span>
          {task.number}
        </a>
      </span>
      <span role="cell">
        <StatusWord status={status} />
      </span>
      <span role="cell" class={task.attempt > 1 ? undefined : "dim"}>{task.attempt}</span>
      <span role="cell" class="dim" title={started === null ? undefined : moment(started)}>
        {started === null ? "" : clock(started)}
      </span>
      <span role="cell" class="dim">
        {task.origin === null ? duration(Math.max(0, waited)) : "taken over"}
      </span>
      <span role="cell">
        {started === null || end === null ? "" : duration(Math.max(0, end - started))}
      </span>
      <span role="cell" class="dim">{nextText(task)}</span>
    </div>
  );
}

/** Where a task went on to. */
export function nextText({ next }: TaskInfo): string {
  if (next === null) return "";
  const { kind, targets, size, key } = next;
  if (kind === "end") return "the end";
  if (kind === "foreach") return `${targets[0]} × ${count(size ?? 0)}`;
  return `${targets.join(", ")}${key === undefined ? "" : ` (${key})`}`;
}
