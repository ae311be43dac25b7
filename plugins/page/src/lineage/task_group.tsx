import { bytes, counted } from "../format.ts";
import { hrefTo, runHref } from "../location.ts";
import { StatusWord } from "../ui/status.tsx";
import { FEW, type Group, type Passed, type PassedValue, sumNames } from "./groups.ts";

/** Values that are shown of a task at once. */
const SHOWN = 8;

const BECOMES: Readonly<Record<PassedValue["becomes"], { sign: string; word: string }>> = {
  same: { sign: "→", word: "passed on as it is" },
  other: { sign: "≠", word: "another value there" },
  gone: { sign: "⊣", word: "not there any more" },
};

interface TaskGroupProps {
  run: string;
  group: Group;
  side: "parents" | "children";
  /** All of its tasks are loaded. */
  isWhole: boolean;
}

/** Tasks of one step: few by themselves, many folded into one. */
export function TaskGroup({ run, group, side, isWhole }: TaskGroupProps) {
  const { step, tasks } = group;
  if (tasks.length <= FEW) {
    return (
      <>
        {tasks.map((one) => <TaskCard key={one.task.number} run={run} passed={one} />)}
      </>
    );
  }
  const names = sumNames(group);
  return (
    <div class="lineage-card group">
      <header>
        <strong>{step}</strong>
        <span class="dim">{isWhole ? "" : "first "}{counted(tasks.length, "task")}</span>
      </header>
      <ul class="passed">
        {names.map(({ name, becomes, bytes: size, tasks: times }) => (
          <li key={name} class={becomes}>
            <Sign becomes={becomes} />
            <code title={name}>{name}</code>
            <span class="dim">
              {times === tasks.length ? "" : `of ${times}, `}
              {bytes(size)}
            </span>
          </li>
        ))}
      </ul>
      <details open={tasks.length <= 30}>
        <summary class="dim">
          {side === "parents" ? "It joined" : "It split into"} {counted(tasks.length, "task")}
        </summary>
        <ul class="task-links">
          {tasks.map(({ task: { number, status } }) => (
            <li key={number} data-row={number}>
              <a data-open href={runHref(run, "tasks", number, "lineage")}>
                <StatusWord status={status} compact />
                {number}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function TaskCard({ run, passed: { task, artifacts } }: { run: string; passed: Passed }) {
  const { number, step, status } = task;
  const list = (some: readonly PassedValue[]) => (
    <ul class="passed">
      {some.map(({ name, size, becomes, task, run: setIn }) => (
        <li key={name} class={becomes}>
          <Sign becomes={becomes} />
          <a href={hrefTo(runHref(setIn, "tasks", task, "artifacts"), { name })}>
            <code title={name}>{name}</code>
          </a>
          <span class="dim">{bytes(size)}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <div class="lineage-card" data-row={number}>
      <header>
        <a data-open href={runHref(run, "tasks", number, "lineage")}>
          {step}
          <span class="dim">/</span>
          {number}
        </a>
        <StatusWord status={status} />
      </header>
      {artifacts.length === 0 && <p class="dim">No values between.</p>}
      {list(artifacts.slice(0, SHOWN))}
      {artifacts.length > SHOWN && (
        <details>
          <summary class="dim">{artifacts.length - SHOWN} more</summary>
          {list(artifacts.slice(SHOWN))}
        </details>
      )}
    </div>
  );
}

function Sign({ becomes }: { becomes: PassedValue["becomes"] }) {
  const { sign, word } = BECOMES[becomes];
  return (
    <span class="sign" title={word}>
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">{word}</span>
    </span>
  );
}
