import { brief, duration, moment } from "../format.ts";
import { query, runHref, setQuery } from "../location.ts";
import { now } from "../now.ts";
import { parameterText } from "../parameter_text.ts";
import { StatusWord } from "../ui/status.tsx";
import { TaskBar } from "../ui/task_bar.tsx";
import { Ago } from "../ui/ago.tsx";
import { Icon } from "../ui/icon.tsx";
import type { RunRow } from "./run_query.ts";
import { addToSearch } from "./search.ts";

/** Parameters and tags that a row shows; more are told by their number. */
const SHOWN = 4;

interface RunTableProps {
  runs: readonly RunRow[];
  /** Runs that are selected for a comparison. */
  chosen: readonly string[];
  choose: (run: string) => void;
}

/** Runs, one a row. */
export function RunTable({ runs, chosen, choose }: RunTableProps) {
  // A run is measured by the longest of its flow that is in view.
  const longest = new Map<string, number>();
  for (const run of runs) {
    longest.set(run.flow, Math.max(longest.get(run.flow) ?? 1, lengthOf(run)));
  }
  return (
    <table class="run-table">
      <thead>
        <tr>
          <th class="pick">
            <span class="unseen">Select</span>
          </th>
          <th>Run</th>
          <th>Status</th>
          <th>Tasks</th>
          <Sortable by="duration" title="Duration" />
          <Sortable by="created" title="Started" />
          <th>User</th>
          <th>Parameters and tags</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row
            key={run.run}
            run={run}
            longest={longest.get(run.flow)!}
            isChosen={chosen.includes(run.run)}
            choose={choose}
          />
        ))}
      </tbody>
    </table>
  );
}

/** A head that sorts: the largest first, then the smallest, then as before. */
function Sortable({ by, title }: { by: string; title: string }) {
  const sort = query.value.get("sort") ?? "created";
  const order = query.value.get("order") ?? "desc";
  const isSorted = sort === by;
  const next = isSorted && order === "desc" ? "asc" : "desc";
  return (
    <th aria-sort={!isSorted ? undefined : order === "asc" ? "ascending" : "descending"}>
      <button
        type="button"
        class="sort"
        onClick={() =>
          setQuery({
            sort: by === "created" ? null : by,
            order: next === "desc" ? null : next,
            after: null,
          })}
      >
        {title}
        <span aria-hidden="true">{isSorted ? (order === "asc" ? "↑" : "↓") : ""}</span>
      </button>
    </th>
  );
}

interface RowProps {
  run: RunRow;
  longest: number;
  isChosen: boolean;
  choose: (run: string) => void;
}

function Row({ run, longest, isChosen, choose }: RowProps) {
  return (
    <tr data-row={run.run} class={isChosen ? "chosen" : undefined}>
      <td class="pick">
        <input
          type="checkbox"
          aria-label={`Select ${run.run}`}
          checked={isChosen}
          onChange={() => choose(run.run)}
        />
      </td>
      <td class="name">
        <a href={runHref(run.run)} data-open>
          {run.flow}
          <span class="dim">/</span>
          {run.number}
        </a>
        {run.origin !== null && (
          <span class="dim origin" title={`Resumed from ${run.origin}`}>
            <Icon name="retry" size={12} />
            <span class="unseen">resumed from</span>
            {run.origin}
          </span>
        )}
      </td>
      <td class="state-cell">
        <StatusWord status={run.status} />
      </td>
      <td class="tasks-cell">
        <TaskBar tasks={run.tasks} />
      </td>
      <td class="duration-cell">
        <DurationBar run={run} longest={longest} />
      </td>
      <td class="dim started" title={moment(run.created)}>
        <Ago time={run.created} />
      </td>
      <td class="dim user">{run.user}</td>
      <td class="labels">
        <Labels run={run} />
      </td>
    </tr>
  );
}

function DurationBar({ run, longest }: { run: RunRow; longest: number }) {
  const length = lengthOf(run);
  return (
    <span class={`duration ${run.status}`}>
      <span class="track" aria-hidden="true">
        <i style={{ width: `${Math.max(2, Math.min(100, (length / longest) * 100))}%` }} />
      </span>
      <span>{duration(length)}</span>
    </span>
  );
}

/** Parameters, then tags; a click looks for runs with the same. */
function Labels({ run }: { run: RunRow }) {
  const params = Object.entries(run.params).map(([name, value]) => ({
    field: name,
    value: typeof value === "string" ? value : JSON.stringify(value),
    text: parameterText(value, run.file),
  }));
  const tags = run.tags.filter(({ system }) => !system)
    .map(({ tag }) => ({ field: "tag", value: tag, text: tag }));
  // Tags were given by a person: they are what is looked for.
  const all = [...tags, ...params];
  const rest = all.slice(SHOWN);
  return (
    <span class="chips">
      {all.slice(0, SHOWN).map(({ field, value, text }) => (
        <button
          type="button"
          key={`${field} ${value}`}
          class="chip"
          title={`Only runs with ${field === "tag" ? `the tag ${value}` : `${field} = ${value}`}`}
          onClick={() =>
            setQuery({ q: addToSearch(query.peek().get("q") ?? "", field, value), after: null })}
        >
          {field === "tag" && <Icon name="tag" size={11} />}
          <span>
            {field !== "tag" && <span class="of">{field}</span>}
            {brief(text, 32)}
          </span>
        </button>
      ))}
      {rest.length > 0 && (
        <span
          class="dim"
          title={rest.map(({ field, value }) => `${field} ${brief(value, 200)}`).join("\n")}
        >
          +{rest.length}
        </span>
      )}
    </span>
  );
}

/** How long it took, or has taken until now. */
function lengthOf({ created, finished, status }: RunRow): number {
  if (finished !== null) return finished - created;
  return status === "running" ? Math.max(0, now.value - created) : 0;
}
