import { duration, moment } from "../format.ts";
import { runHref } from "../location.ts";
import { StatusWord } from "../ui/status.tsx";
import { useRowKeys } from "../ui/row_keys.ts";
import { VirtualRows } from "../ui/virtual_rows.tsx";
import { endOf, type Group } from "./lanes.ts";

const ROW = 34;

/** The same as the chart, in words: an attempt a row. */
export function TimelineTable({ groups, run }: { groups: readonly Group[]; run: string }) {
  const attempts = groups.flatMap(({ lanes }) =>
    lanes.flatMap((lane) => lane.spans.map((span) => ({ lane, span })))
  );
  useRowKeys("Table");
  return (
    <div
      class="grid attempts"
      role="table"
      aria-label="Attempts"
      aria-rowcount={attempts.length + 1}
    >
      <div role="row" class="grid-head">
        {["Task", "Attempt", "Status", "Queued", "Waited", "Ran"].map((title) => (
          <span key={title} role="columnheader">{title}</span>
        ))}
      </div>
      <VirtualRows
        count={attempts.length}
        height={ROW}
        row={(index) => {
          const { lane: { step, task, taken }, span } = attempts[index]!;
          const end = endOf(span, Date.now());
          return (
            <div
              role="row"
              class="grid-row"
              key={`${task} ${span.attempt}`}
              aria-rowindex={index + 2}
              data-row={task}
            >
              <span role="cell">
                <a href={runHref(run, "tasks", task)} data-open>{step}/{task}</a>
              </span>
              <span role="cell">{span.attempt}{taken ? ", taken over" : ""}</span>
              <span role="cell">
                <StatusWord status={span.status} />
              </span>
              <span role="cell" class="dim">{moment(span.queued)}</span>
              <span role="cell">{duration(Math.max(0, (span.started ?? end) - span.queued))}</span>
              <span role="cell">
                {span.started === null ? "" : duration(end - span.started)}
              </span>
            </div>
          );
        }}
      />
    </div>
  );
}
