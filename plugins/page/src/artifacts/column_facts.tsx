import { count } from "../format.ts";
import { lineOf } from "./json_node.ts";
import type { ContentOf } from "./load_preview.ts";

type Column = ContentOf<"table">["columns"][number];

/** What a column holds, on two lines: its type, and its range or its most frequent values. */
export function ColumnFacts({ column, total }: { column: Column; total: number }) {
  const { type, present, distinct, min, max, mean, top } = column;
  const missing = total - present;
  const words = [
    type,
    distinct === null ? "many different" : `${count(distinct)} different`,
    ...(missing > 0 ? [`${count(missing)} without`] : []),
  ].join(", ");
  const range = min === null || max === null
    ? null
    : `${short(min)} – ${short(max)}${mean === null ? "" : `, mean ${short(mean)}`}`;
  const frequent = top.slice(0, 3).map(([value, times]) => ({
    name: typeof value === "string" ? value : lineOf(value, 24),
    times,
  }));
  return (
    <div
      title={[words, range, ...top.map(([value, n]) => `${lineOf(value, 60)}: ${n}`)].join("\n")}
    >
      <span>{words}</span>
      {range !== null ? <span>{range}</span> : frequent.length > 0 && (
        <span class="shares">
          {frequent.map(({ name, times }) => (
            <i key={name} style={{ width: `${100 * times / total}%` }}>{name}</i>
          ))}
        </span>
      )}
    </div>
  );
}

/** A number in few signs. */
export function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return count(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-3 && size > 0
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
}
