import { counted, duration } from "../format.ts";
import { StatusWord } from "../ui/status.tsx";
import type { Row } from "./rows.ts";
import { endOf, type Span } from "./lanes.ts";

/** What is said of the row under the pointer. */
export interface TipText {
  x: number;
  y: number;
  title: string;
  span: Span | null;
  lines: string[];
}

/** What to say of a row at a time; on its label, of its last attempt. */
export function tipOf(
  row: Row,
  time: number,
  isChart: boolean,
  now: number,
  place: { x: number; y: number },
): TipText {
  const lane = row.kind === "task"
    ? row.lane
    : row.group.lanes.length === 1
    ? row.group.lanes[0]!
    : null;
  if (lane === null) {
    const { step, lanes, peak } = (row as Row & { kind: "step" }).group;
    const lines = [`${counted(lanes.length, "task")}, at most ${peak} at once`];
    return { ...place, title: step, span: null, lines };
  }
  const title = `${lane.step}/${lane.task}`;
  if (lane.taken) return { ...place, title, span: null, lines: ["Taken over from the origin run"] };
  const span = (isChart ? lane.spans.findLast((one) => one.queued <= time) : undefined) ??
    lane.spans.at(-1)!;
  const lines = [
    span.started === null ? null : `ran ${duration(endOf(span, now) - span.started)}`,
    `waited ${duration(Math.max(0, (span.started ?? endOf(span, now)) - span.queued))}`,
    lane.spans.length > 1 ? `attempt ${span.attempt} of ${lane.spans.length}` : null,
  ];
  return { ...place, title, span, lines: lines.filter((line) => line !== null) };
}

/** A note beside the pointer. */
export function Tip({ tip, width }: { tip: TipText; width: number }) {
  const isRight = tip.x > width - 220;
  return (
    <div
      class="tip"
      style={{
        top: `${tip.y + 14}px`,
        left: isRight ? "auto" : `${tip.x + 14}px`,
        right: isRight ? `${width - tip.x + 14}px` : "auto",
      }}
    >
      <strong>{tip.title}</strong>
      {tip.span && <StatusWord status={tip.span.status} />}
      {tip.lines.map((line) => <span key={line} class="dim">{line}</span>)}
    </div>
  );
}
