import { formatDuration } from "../cards/view/format.ts";
import { type Html, markup } from "../cards/view/html.ts";
import type { ReportData } from "./report_data.ts";

/** Tasks that have a row each; of more, each step has one. */
const MOST_ROWS = 120;
const WIDTH = 1000;
const NAMES = 190;
const ROW = 18;
const TOP = 22;

/** A bar of the timeline. Times are milliseconds since 1970. */
interface Bar {
  from: number;
  to: number;
  kind: string;
  title: string;
}

interface Row {
  name: string;
  bars: Bar[];
}

/** When what ran, as a picture. */
export function timelineSvg(data: ReportData): Html | null {
  const now = data.run.finished ?? data.made;
  const rows = data.total <= MOST_ROWS ? taskRows(data, now) : stepRows(data, now);
  const bars = rows.flatMap((row) => row.bars);
  if (bars.length === 0) return null;
  const begin = bars.reduce((first, { from }) => Math.min(first, from), Infinity);
  const end = bars.reduce((last, { to }) => Math.max(last, to), begin + 1);
  const x = (time: number) => NAMES + (time - begin) / (end - begin) * (WIDTH - NAMES - 40);
  const height = TOP + rows.length * ROW + 4;
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = x(begin + part * (end - begin)).toFixed(1);
    return markup`<line x1="${at}" x2="${at}" y1="${TOP}" y2="${height}" class="mark"/><text x="${at}" y="14" class="time">${
      formatDuration(part * (end - begin))
    }</text>`;
  });
  const drawn = rows.map((row, at) => {
    const y = TOP + at * ROW;
    return markup`<text x="0" y="${y + 13}" class="name">${row.name.slice(0, 30)}</text>${
      row.bars.map(({ from, to, kind, title }) =>
        markup`<rect x="${x(from).toFixed(1)}" y="${y + 3}" width="${
          Math.max(1.5, x(to) - x(from)).toFixed(1)
        }" height="${ROW - 6}" rx="2" class="bar ${kind}"><title>${title}</title></rect>`
      )
    }`;
  });
  return markup`<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Timeline">${marks}${drawn}</svg>`;
}

function taskRows({ tasks }: ReportData, now: number): Row[] {
  return tasks.map(({ step, number, attempts }) => ({
    name: `${step}/${number}`,
    bars: attempts.map(({ attempt, status, started, finished }) => {
      const to = finished ?? now;
      const took = formatDuration(to - started);
      const title = `${step}/${number}, attempt ${attempt}: ${status}, ${took}`;
      return { from: started, to, kind: status, title };
    }),
  }));
}

function stepRows({ steps }: ReportData, now: number): Row[] {
  return steps.map(({ step, started, finished, tasks }) => {
    if (started === null) return { name: step, bars: [] };
    const to = finished ?? now;
    const kind = tasks.failed > 0 ? "failed" : tasks.caught > 0 ? "caught" : "succeeded";
    const count = Object.values(tasks).reduce((sum, one) => sum + one, 0);
    const title = `${step}: ${count} tasks, ${formatDuration(to - started)}`;
    return { name: step, bars: [{ from: started, to, kind, title }] };
  });
}
