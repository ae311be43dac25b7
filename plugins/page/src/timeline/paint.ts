import { count, duration } from "../format.ts";
import type { Palette } from "../ui/palette.ts";
import type { Row } from "./rows.ts";
import type { TimeScale } from "./time_scale.ts";
import { endOf, type Group, type Lane, type Period } from "./lanes.ts";

/** Pixels. */
export const ROW = 24;
export const AXIS = 28;
const BAR = 12;

/** What is painted, and where. */
export interface Scene {
  rows: readonly Row[];
  /** How far it is scrolled. */
  top: number;
  width: number;
  height: number;
  scale: TimeScale;
  whole: Period;
  now: number;
  /** The row of the keyboard, if any. */
  cursor: number | null;
  /** The row under the pointer, if any. */
  hover: number | null;
  colours: Palette;
  font: string;
}

/** Paints the rows that are in view, and the axis above them. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { rows, top, width, height, scale, colours } = scene;
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  const marks = scale.marks(scene.whole.from);
  context.fillStyle = colours.line;
  for (const mark of marks) context.fillRect(Math.round(scale.x(mark)), AXIS, 1, height - AXIS);

  const first = Math.max(0, Math.floor(top / ROW));
  const last = Math.min(rows.length, Math.ceil((top + height - AXIS) / ROW));
  for (let at = first; at < last; at++) paintRow(context, scene, at, AXIS + at * ROW - top);

  context.fillStyle = colours.raised;
  context.fillRect(0, 0, width, AXIS);
  context.fillStyle = colours.line;
  context.fillRect(0, AXIS - 1, width, 1);
  context.fillRect(scale.left - 1, 0, 1, height);
  context.font = `11px ${scene.font}`;
  context.fillStyle = colours.dim;
  context.textAlign = "left";
  for (const mark of marks) {
    const x = scale.x(mark);
    if (x < scale.left - 1 || x > width - 40) continue;
    context.fillText(offset(mark - scene.whole.from), x + 4, AXIS / 2);
  }
}

function paintRow(context: CanvasRenderingContext2D, scene: Scene, at: number, y: number): void {
  const { rows, scale, colours, width } = scene;
  const row = rows[at]!;
  if (row.kind === "step" || at === scene.hover || at === scene.cursor) {
    context.fillStyle = at === scene.cursor
      ? colours["accent-wash"]
      : at === scene.hover
      ? colours.hover
      : colours.raised;
    context.fillRect(0, y, width, ROW);
    context.fillStyle = colours.line;
    for (const mark of scale.marks(scene.whole.from)) {
      context.fillRect(Math.round(scale.x(mark)), y, 1, ROW);
    }
  }
  context.save();
  context.beginPath();
  context.rect(scale.left, y, scale.width, ROW);
  context.clip();
  if (row.kind === "task") paintLane(context, scene, row.lane, y);
  else if (row.group.lanes.length === 1) paintLane(context, scene, row.group.lanes[0]!, y);
  else paintGroup(context, scene, row.group, y);
  context.restore();
  paintLabel(context, scene, row, y);
}

/** Attempts of a task: a thin line while it waits, a bar while it runs. */
function paintLane(
  context: CanvasRenderingContext2D,
  { scale, colours, now }: Scene,
  { spans, taken }: Lane,
  y: number,
): void {
  if (taken) return;
  const middle = y + ROW / 2;
  for (const span of spans) {
    const end = endOf(span, now);
    const begin = span.started ?? end;
    if (end < scale.window.from || span.queued > scale.window.to) continue;
    const [queued, from, to] = [span.queued, begin, end].map((time) => scale.x(time));
    if (from! - queued! > 1) {
      context.fillStyle = colours.queued;
      context.globalAlpha = 0.55;
      context.fillRect(queued!, middle - 1, from! - queued!, 2);
      context.globalAlpha = 1;
    }
    if (span.started === null) continue;
    context.fillStyle = colours[span.status];
    context.beginPath();
    context.roundRect(from!, middle - BAR / 2, Math.max(2, to! - from!), BAR, 2);
    context.fill();
    // A form besides the colour: what failed is crossed, what runs is open at its end.
    if (span.status === "failed" && to! - from! > 8) {
      context.strokeStyle = colours.raised;
      context.lineWidth = 1.5;
      context.beginPath();
      const x = (from! + to!) / 2;
      context.moveTo(x - 3, middle - 3);
      context.lineTo(x + 3, middle + 3);
      context.moveTo(x + 3, middle - 3);
      context.lineTo(x - 3, middle + 3);
      context.stroke();
    }
  }
}

/** How many tasks of a step ran at each time. */
function paintGroup(
  context: CanvasRenderingContext2D,
  { scale, colours, now }: Scene,
  group: Group,
  y: number,
): void {
  const base = y + ROW - 4;
  const unit = (ROW - 8) / group.peak;
  const all = countRunning([group], scale, now, () => true);
  const failed = countRunning([group], scale, now, (status) => status === "failed");
  const isRunning = group.lanes.some(({ spans }) => spans.at(-1)!.status === "running");
  paintArea(context, all, scale.left, base, unit, colours[isRunning ? "running" : "succeeded"]);
  paintArea(context, failed, scale.left, base, unit, colours.failed);
}

/** Fills below a line of counts, one a pixel. */
export function paintArea(
  context: CanvasRenderingContext2D,
  counts: Float64Array,
  left: number,
  base: number,
  unit: number,
  colour: string,
): void {
  context.fillStyle = colour;
  for (let x = 0; x < counts.length; x++) {
    const height = counts[x]! * unit;
    // The least that is seen.
    if (counts[x]! > 0.01) {
      context.fillRect(left + x, base - Math.max(1.5, height), 1, Math.max(1.5, height));
    }
  }
}

/** The most attempts that run at once in each pixel, about. */
export function countRunning(
  groups: readonly Group[],
  scale: TimeScale,
  now: number,
  counts: (status: string) => boolean,
): Float64Array {
  const pixels = Math.max(1, Math.ceil(scale.width));
  const change = new Float64Array(pixels + 1);
  for (const { lanes } of groups) {
    for (const { spans, taken } of lanes) {
      if (taken) continue;
      for (const span of spans) {
        if (span.started === null || !counts(span.status)) continue;
        const end = endOf(span, now);
        if (end < scale.window.from || span.started > scale.window.to) continue;
        const from = Math.max(0, Math.floor(scale.x(span.started) - scale.left));
        const to = Math.min(pixels, Math.ceil(scale.x(end) - scale.left + 0.001));
        // Part of a pixel counts as that part, so that short tasks do not add up.
        const share = Math.min(1, (scale.x(end) - scale.x(span.started)) / Math.max(1, to - from));
        change[from]! += Math.max(0.02, share);
        change[Math.max(from + 1, to)]! -= Math.max(0.02, share);
      }
    }
  }
  let running = 0;
  return change.map((by) => (running = Math.max(0, running + by))).subarray(0, pixels);
}

function paintLabel(
  context: CanvasRenderingContext2D,
  { scale, colours, font }: Scene,
  row: Row,
  y: number,
): void {
  const middle = y + ROW / 2 + 0.5;
  const isStep = row.kind === "step";
  context.save();
  context.beginPath();
  context.rect(0, y, scale.left - 8, ROW);
  context.clip();
  context.textAlign = "left";
  context.font = isStep ? `560 12.5px ${font}` : `12px ${font}`;
  context.fillStyle = isStep ? colours.text : colours.dim;
  if (!isStep) {
    const { taken, spans } = row.lane;
    const tries = spans.length > 1 ? ` · ${spans.length} attempts` : taken ? " · taken over" : "";
    context.fillText(`${row.lane.task}${tries}`, 40, middle);
  } else {
    const { step, lanes } = row.group;
    if (lanes.length > 1) paintTriangle(context, row.isOpen, 20, middle, colours.dim);
    context.fillText(step, 32, middle);
    const width = context.measureText(step).width;
    context.font = `11.5px ${font}`;
    context.fillStyle = colours.dim;
    if (lanes.length > 1) context.fillText(count(lanes.length), 32 + width + 8, middle);
  }
  context.restore();
}

function paintTriangle(
  context: CanvasRenderingContext2D,
  isOpen: boolean,
  x: number,
  y: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  if (isOpen) {
    context.moveTo(x - 4, y - 2);
    context.lineTo(x, y + 2);
    context.lineTo(x + 4, y - 2);
  } else {
    context.moveTo(x - 2, y - 4);
    context.lineTo(x + 2, y);
    context.lineTo(x - 2, y + 4);
  }
  context.stroke();
}

function offset(ms: number): string {
  return ms === 0 ? "0" : ms < 1000 ? `${Math.round(ms)} ms` : duration(ms).replace(/\.0+ s$/, " s")
    .replace(/(\.\d)0 s$/, "$1 s").replace(/ 00 (s|min|h)$/, "");
}
