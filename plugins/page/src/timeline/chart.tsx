import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { duration } from "../format.ts";
import { useKeys } from "../keys.ts";
import { go, runHref } from "../location.ts";
import { now } from "../now.ts";
import { theme } from "../choose_theme.ts";
import { onSystemTheme, palette } from "../ui/palette.ts";
import { Minimap } from "./minimap.tsx";
import { AXIS, paint, ROW } from "./paint.ts";
import { type Row, rowsOf } from "./rows.ts";
import { moveWindow, TimeScale, zoomWindow } from "./time_scale.ts";
import { Tip, tipOf, type TipText } from "./tip.tsx";
import { type Period, periodOf } from "./lanes.ts";
import type { TimelineModel } from "./timeline_model.ts";

const LABELS = 210;
const NARROW_LABELS = 112;

interface ChartProps {
  model: TimelineModel;
  run: string;
  isRunning: boolean;
}

/** The chart over time: only what is in view is painted, however many tasks there are. */
export function Chart({ model, run, isRunning }: ChartProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSignal({ width: 0, height: 0 });
  const top = useSignal(0);
  const turned = useSignal<ReadonlySet<string>>(new Set());
  const chosen = useSignal<Period | null>(null);
  const cursor = useSignal<number | null>(null);
  const hover = useSignal<number | null>(null);
  const tip = useSignal<TipText | null>(null);
  const system = useSignal(0);
  const time = useComputed(() => (isRunning ? now.value : 0));
  const rows = useComputed(() => rowsOf(model.groups.value, turned.value));
  const whole = useComputed(() => periodOf(model.groups.value, time.value || Date.now()));
  const window = useComputed(() => chosen.value ?? whole.value);
  const scale = useComputed(() => {
    const left = size.value.width < 600 ? NARROW_LABELS : LABELS;
    return new TimeScale(window.value, left, Math.max(1, size.value.width - left - 16));
  });

  useEffect(() => {
    const element = scroller.current!;
    const measure =
      () => (size.value = { width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const stop = onSystemTheme(() => system.value++);
    return () => {
      observer.disconnect();
      stop();
    };
  }, []);
  const font = useMemo(() => getComputedStyle(document.body).fontFamily, []);
  useSignalEffect(() => {
    const { width, height } = size.value;
    // What the picture depends on besides.
    void [theme.value, system.value];
    const scene = {
      rows: rows.value,
      top: top.value,
      width,
      height,
      scale: scale.value,
      whole: whole.value,
      now: time.value || whole.value.to,
      cursor: cursor.value,
      hover: hover.value,
      colours: palette(),
      font,
    };
    const frame = requestAnimationFrame(() => {
      const element = canvas.current;
      if (element === null || width === 0) return;
      const ratio = devicePixelRatio;
      if (element.width !== width * ratio || element.height !== height * ratio) {
        element.width = width * ratio;
        element.height = height * ratio;
        element.style.width = `${width}px`;
        element.style.height = `${height}px`;
      }
      const context = element.getContext("2d")!;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paint(context, scene);
    });
    return () => cancelAnimationFrame(frame);
  });

  const zoom = (by: number, at?: number) => {
    const { from, to } = window.peek();
    const next = zoomWindow({ from, to }, whole.peek(), by, at ?? (from + to) / 2);
    const isAll = next.to - next.from >= (whole.peek().to - whole.peek().from) * 0.999;
    chosen.value = isAll ? null : next;
  };
  const shift = (share: number) => {
    const { from, to } = window.peek();
    chosen.value = moveWindow({ from, to }, whole.peek(), (to - from) * share);
  };
  const open = (row: Row | undefined) => {
    if (row === undefined) return;
    if (row.kind === "task") return go(runHref(run, "tasks", row.lane.task));
    const { step, lanes } = row.group;
    if (lanes.length === 1) return go(runHref(run, "tasks", lanes[0]!.task));
    const next = new Set(turned.peek());
    if (!next.delete(step)) next.add(step);
    turned.value = next;
  };
  const step = (by: number) => {
    const last = rows.peek().length - 1;
    const next = Math.max(0, Math.min(last, (cursor.peek() ?? (by > 0 ? -1 : last + 1)) + by));
    cursor.value = next;
    const element = scroller.current!;
    const height = element.clientHeight - AXIS;
    if (next * ROW < element.scrollTop) element.scrollTop = next * ROW;
    if ((next + 1) * ROW > element.scrollTop + height) {
      element.scrollTop = (next + 1) * ROW - height;
    }
  };
  useKeys("Timeline", [
    { keys: ["j", "ArrowDown"], does: "Next row", run: () => step(1) },
    { keys: ["k", "ArrowUp"], does: "Row before", run: () => step(-1) },
    {
      keys: ["Enter", "o"],
      does: "Open or close a step, open a task",
      run: () => open(rows.peek()[cursor.peek() ?? -1]),
    },
    { keys: ["+", "="], does: "Look closer", run: () => zoom(1.5) },
    { keys: ["-"], does: "Look from further away", run: () => zoom(1 / 1.5) },
    { keys: ["0"], does: "Show all", run: () => (chosen.value = null) },
    { keys: ["ArrowLeft", "h"], does: "Earlier", run: () => shift(-0.2) },
    { keys: ["ArrowRight", "l"], does: "Later", run: () => shift(0.2) },
  ]);

  useEffect(() => {
    const element = scroller.current!;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      event.preventDefault();
      const { left } = element.getBoundingClientRect();
      const by = event.deltaY + event.deltaX;
      if (event.shiftKey) shift(by / 1000);
      else zoom(Math.exp(-by * 0.004), scale.peek().time(event.clientX - left));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, []);

  const rowAt = (event: MouseEvent) => {
    const { top: edge } = scroller.current!.getBoundingClientRect();
    const y = event.clientY - edge - AXIS;
    const at = Math.floor((y + scroller.current!.scrollTop) / ROW);
    return y < 0 || at >= rows.peek().length ? null : at;
  };
  const look = (event: PointerEvent) => {
    const at = rowAt(event);
    hover.value = at;
    const { left, top } = scroller.current!.getBoundingClientRect();
    const x = event.clientX - left;
    const row = at === null ? undefined : rows.peek()[at];
    tip.value = row === undefined
      ? null
      : tipOf(row, scale.peek().time(x), x > scale.peek().left, time.peek() || Date.now(), {
        x,
        y: event.clientY - top,
      });
  };
  const at = cursor.value === null ? undefined : rows.value[cursor.value];
  return (
    <div class="chart">
      <div
        class="chart-scroll"
        ref={scroller}
        tabIndex={0}
        role="group"
        aria-label={`Timeline, ${
          duration(whole.value.to - whole.value.from)
        }. The table has the same`}
        onScroll={(event) => (top.value = event.currentTarget.scrollTop)}
        onPointerMove={look}
        onPointerLeave={() => {
          hover.value = null;
          tip.value = null;
        }}
        onClick={(event) => {
          const at = rowAt(event);
          if (at !== null) open(rows.peek()[at]);
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <div
          class="chart-space"
          style={{ height: `${Math.max(0, rows.value.length * ROW + AXIS - size.value.height)}px` }}
        />
      </div>
      {tip.value && <Tip tip={tip.value} width={size.value.width} />}
      <p class="unseen" role="status">
        {at === undefined
          ? ""
          : at.kind === "task"
          ? `Task ${at.lane.task}, ${at.lane.spans.at(-1)!.status}`
          : `Step ${at.group.step}, ${at.group.lanes.length} tasks`}
      </p>
      <Minimap
        left={scale.value.left}
        groups={model.groups.value}
        whole={whole.value}
        window={window.value}
        now={time.value || whole.value.to}
        setWindow={(next) => (chosen.value = next.to - next.from < 1 ? null : next)}
      />
    </div>
  );
}
