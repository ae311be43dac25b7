import type { StepInfo, TaskStatus } from "../../../../core/client/reader.ts";
import type { Step } from "../../../../core/graph/graph.ts";
import { count, duration } from "../format.ts";
import { now } from "../now.ts";
import { iconPath } from "../ui/icon.tsx";
import { TASK_STATES } from "../ui/status.tsx";
import type { Point } from "./layout/layout.ts";
import { BOX } from "./picture.ts";
import { stateOf, totalOf } from "./step_state.ts";

/** Letters of a name that fit into a box. */
const LETTERS = 19;
const BAR = BOX.width - 24;
/** Pixels of a figure, about. */
const DIGIT = 6.5;

interface StepBoxProps {
  step: Step;
  info: StepInfo | undefined;
  middle: Point;
  /** It has a task for each item: they are folded into one box. */
  isMany: boolean;
  isChosen: boolean;
  href: string;
}

/** A step in the graph: its name, how it stands, and of many tasks how they stand. */
export function StepBox({ step, info, middle, isMany, isChosen, href }: StepBoxProps) {
  const state = stateOf(info);
  const total = totalOf(info);
  const words = info === undefined
    ? "not reached"
    : TASK_STATES.filter((status) => info.tasks[status] > 0)
      .map((status) => `${count(info.tasks[status])} ${status}`).join(", ");
  const { name } = step;
  const corner = { x: middle.x - BOX.width / 2, y: middle.y - BOX.height / 2 };
  return (
    <g transform={`translate(${corner.x} ${corner.y})`}>
      <a
        class={`step-box ${state}`}
        href={href}
        data-step={name}
        aria-label={`${name}: ${words}`}
        aria-current={isChosen ? "true" : undefined}
      >
        <title>{`${name}: ${words}${step.doc ? `\n${step.doc}` : ""}`}</title>
        {isMany && <rect class="sheet" x="6" y="6" width={BOX.width} height={BOX.height} rx="8" />}
        {isMany && <rect class="sheet" x="3" y="3" width={BOX.width} height={BOX.height} rx="8" />}
        <rect class="box" width={BOX.width} height={BOX.height} rx="8" />
        <g class={`status-icon ${state}`} transform="translate(12 10)">
          <circle cx="8" cy="8" r="6" />
          {state !== "waiting" && <path d={iconPath(state)} />}
        </g>
        <text class="name" x="34" y="23">
          {name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name}
        </text>
        {total > 1 && info
          ? <Histogram info={info} total={total} />
          : (
            <text class="word" x="34" y="42">
              {state === "waiting" ? "not reached" : `${state}${lengthText(info)}`}
            </text>
          )}
      </a>
    </g>
  );
}

/** Tasks by state, as one bar, and how many are done. */
function Histogram({ info, total }: { info: StepInfo; total: number }) {
  const done = info.tasks.succeeded + info.tasks.caught;
  const text = done === total ? count(total) : `${compact(done)} / ${compact(total)}`;
  const bar = BAR - text.length * DIGIT - 8;
  let x = 12;
  const parts: { status: TaskStatus; x: number; width: number }[] = [];
  for (const status of TASK_STATES) {
    if (info.tasks[status] === 0) continue;
    // The smallest share is still seen.
    const width = Math.max(2, (info.tasks[status] / total) * bar);
    parts.push({ status, x, width: Math.max(1, width - 1) });
    x += width;
  }
  return (
    <>
      {parts.map(({ status, x, width }) => (
        <rect
          key={status}
          class={`part ${status}`}
          x={x}
          y="36"
          width={width}
          height="6"
          rx="1.5"
        />
      ))}
      <text class="word" x={BOX.width - 12} y="43" text-anchor="end">
        {text}
      </text>
    </>
  );
}

/** Five figures at most, so that it fits. */
function compact(value: number): string {
  return value < 10_000 ? count(value) : `${(value / 1000).toFixed(value < 100_000 ? 1 : 0)}k`;
}

function lengthText(info: StepInfo | undefined): string {
  if (info?.started == null) return "";
  const end = info.finished ?? (info.tasks.running > 0 ? now.value : null);
  return end === null ? "" : ` · ${duration(Math.max(0, end - info.started))}`;
}
