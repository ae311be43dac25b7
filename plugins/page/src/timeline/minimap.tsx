import { useEffect, useRef } from "preact/hooks";
import { theme } from "../choose_theme.ts";
import { palette } from "../ui/palette.ts";
import { countRunning, paintArea } from "./paint.ts";
import { moveWindow, TimeScale } from "./time_scale.ts";
import { type Group, type Period } from "./lanes.ts";

const HEIGHT = 44;

interface MinimapProps {
  /** Pixels at the left that it leaves, to stand below the chart. */
  left: number;
  groups: readonly Group[];
  whole: Period;
  window: Period;
  now: number;
  setWindow: (window: Period) => void;
}

/** The whole run, how much ran at each time, and which part is in view: that can be dragged. */
export function Minimap({ left, groups, whole, window, now, setWindow }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<{ x: number; window: Period; kind: "move" | "select" } | null>(null);
  const scaleOf = () => new TimeScale(whole, 0, canvas.current!.clientWidth);
  useEffect(() => {
    const element = canvas.current!;
    const { clientWidth: width } = element;
    element.width = width * devicePixelRatio;
    element.height = HEIGHT * devicePixelRatio;
    const context = element.getContext("2d")!;
    context.scale(devicePixelRatio, devicePixelRatio);
    const colours = palette();
    const counts = countRunning(groups, scaleOf(), now, () => true);
    const failed = countRunning(groups, scaleOf(), now, (status) => status === "failed");
    const unit = (HEIGHT - 10) / Math.max(1, ...counts);
    paintArea(context, counts, 0, HEIGHT - 2, unit, colours["line-strong"]);
    paintArea(context, failed, 0, HEIGHT - 2, unit, colours.failed);
  }, [groups, whole.from, whole.to, left, theme.value]);
  const share = (time: number) => ((time - whole.from) / (whole.to - whole.from)) * 100;
  const start = (event: PointerEvent) => {
    const { left } = canvas.current!.getBoundingClientRect();
    const x = event.clientX - left;
    const time = scaleOf().time(x);
    const isAll = window.to - window.from >= (whole.to - whole.from) * 0.999;
    const isInside = !isAll && time > window.from && time < window.to;
    drag.current = { x, window, kind: isInside ? "move" : "select" };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (drag.current === null) return;
    const { left } = canvas.current!.getBoundingClientRect();
    const scale = scaleOf();
    const x = Math.max(0, Math.min(scale.width, event.clientX - left));
    const { x: begun, window, kind } = drag.current;
    if (kind === "move") {
      setWindow(moveWindow(window, whole, scale.time(x) - scale.time(begun)));
    } else if (Math.abs(x - begun) > 4) {
      setWindow({ from: scale.time(Math.min(x, begun)), to: scale.time(Math.max(x, begun)) });
    }
  };
  return (
    <div
      class="minimap"
      style={{ marginLeft: `${left}px` }}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={() => (drag.current = null)}
      onDblClick={() => setWindow(whole)}
      title="Drag to look closer; twice shows all"
    >
      <canvas ref={canvas} aria-hidden="true" />
      <i
        style={{
          left: `${share(window.from)}%`,
          width: `${share(window.to) - share(window.from)}%`,
        }}
      />
    </div>
  );
}
