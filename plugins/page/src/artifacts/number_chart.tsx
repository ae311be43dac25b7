import { useSignal } from "@preact/signals";
import { count } from "../format.ts";
import { short } from "./column_facts.tsx";
import type { ContentOf } from "./load_preview.ts";

const WIDTH = 800;
const HEIGHT = 220;

type Numbers = ContentOf<"numbers">;

/** Numbers in their order, and how often they come. */
export function NumberChart({ numbers }: { numbers: Numbers }) {
  const { length, finite, min, max, mean, deviation, histogram } = numbers;
  return (
    <div class="preview-numbers">
      <dl class="facts">
        <Fact name="Numbers" value={count(length)} />
        {finite < length && <Fact name="Not finite" value={count(length - finite)} />}
        <Fact name="Least" value={told(min)} />
        <Fact name="Greatest" value={told(max)} />
        <Fact name="Mean" value={told(mean)} />
        <Fact name="Standard deviation" value={told(deviation)} />
      </dl>
      {min !== null && max !== null && (
        <>
          <Series numbers={numbers} min={min} max={max} />
          <Histogram histogram={histogram} min={min} max={max} />
        </>
      )}
    </div>
  );
}

/** The numbers in their order. A key or the pointer tells the one at hand. */
function Series({ numbers, min, max }: { numbers: Numbers; min: number; max: number }) {
  const { points, each, length } = numbers;
  const at = useSignal<number | null>(null);
  const last = Math.max(1, points.length - 1);
  const x = (index: number) => WIDTH * index / last;
  // Halved, since the difference of two numbers may be none.
  const height = max / 2 - min / 2;
  const y = (value: number) =>
    height === 0 ? HEIGHT / 2 : HEIGHT - 4 - (HEIGHT - 8) * ((value / 2 - min / 2) / height);
  const shown = at.value === null ? null : rangeAt(numbers, at.value);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -50, PageDown: 50 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    at.value = Math.max(0, Math.min(last, (at.value ?? 0) + step));
  };
  const point = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const part = (event.clientX - left) / width;
    at.value = Math.max(0, Math.min(points.length - 1, Math.round(part * last)));
  };
  return (
    <figure class="number-chart">
      <div class="y-axis dim" aria-hidden="true">
        <span>{short(max)}</span>
        <span>{short(min)}</span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="slider"
        tabindex={0}
        aria-label="Numbers in their order; arrows go through them"
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={at.value ?? 0}
        aria-valuetext={shown ?? "none"}
        onKeyDown={move}
        onPointerMove={point}
        onPointerLeave={() => (at.value = null)}
      >
        {height !== 0 && min < 0 && max > 0 && (
          <line class="zero" x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
        )}
        <path class={each === 1 ? "line" : "band"} d={lineOf(points, x, y)} />
        {at.value !== null && (
          <line class="at" x1={x(at.value)} x2={x(at.value)} y1="0" y2={HEIGHT} />
        )}
      </svg>
      <figcaption class="dim">
        <span>0</span>
        <output>{shown ?? " "}</output>
        <span>{count(length - 1)}</span>
      </figcaption>
    </figure>
  );
}

function Histogram({ histogram, min, max }: { histogram: number[]; min: number; max: number }) {
  const most = Math.max(...histogram);
  const width = WIDTH / histogram.length;
  return (
    <figure class="number-chart histogram">
      <div class="y-axis dim" aria-hidden="true">
        <span>{count(most)}</span>
        <span>0</span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} 80`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`How often numbers come, from ${short(min)} to ${short(max)}`}
      >
        {histogram.map((times, at) => (
          <rect
            key={at}
            x={at * width + 0.5}
            width={width - 1}
            y={80 - 78 * times / most}
            height={78 * times / most}
          />
        ))}
      </svg>
      <figcaption class="dim">
        <span>{short(min)}</span>
        <span>how often</span>
        <span>{short(max)}</span>
      </figcaption>
    </figure>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function told(value: number | null): string {
  return value === null ? "none" : short(value);
}

/** What stands at a point: the number, or the range of those that it stands for. */
function rangeAt({ points, each, length }: Numbers, at: number): string {
  const point = points[at];
  if (!Array.isArray(point)) return `${count(at)}: ${point ?? "not finite"}`;
  const [least, greatest] = point;
  const from = at * each;
  const to = Math.min(length, from + each) - 1;
  const range = least === null ? "not finite" : `${short(least)} – ${short(greatest!)}`;
  return `${count(from)}–${count(to)}: ${range}`;
}

/** A line, broken where a number is not finite; of ranges, strokes from the least to the greatest. */
function lineOf(
  points: Numbers["points"],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let isDown = false;
  const parts: string[] = [];
  points.forEach((point, at) => {
    const [low, high] = Array.isArray(point) ? point : [point, point];
    if (low === null || high === null) return (isDown = false);
    const to = `${isDown ? "L" : "M"}${x(at).toFixed(1)} ${y(low).toFixed(1)}`;
    parts.push(low === high ? to : `${to}L${x(at).toFixed(1)} ${y(high).toFixed(1)}`);
    isDown = true;
  });
  // A single number has no line to be drawn.
  return points.length === 1 && parts.length === 1 ? `${parts[0]}h${WIDTH}` : parts.join("");
}
