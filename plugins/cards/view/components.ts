import type {
  CodeDescription,
  Description,
  EventsDescription,
  Json,
  ProgressDescription,
  TableDescription,
  ValueDescription,
} from "../author/description.ts";
import { chartHtml } from "./chart.ts";
import { formatNumber, formatTime, formatValue } from "./format.ts";
import { type Html, markup } from "./html.ts";
import { jsonTree } from "./json_tree.ts";
import { markdownHtml } from "./markdown.ts";
import { isDescription } from "./read_content.ts";

/** Components inside of cells of tables inside of cells. */
const DEPTH = 3;

/** A component as HTML; what cannot be shown says so in its place. */
export async function componentHtml(component: Description, depth = 0): Promise<Html> {
  try {
    return await render(component, depth);
  } catch (error) {
    return markup`<p class="error">This ${component.is} cannot be shown: ${
      error instanceof Error ? error.message : String(error)
    }</p>`;
  }
}

async function render(component: Description, depth: number): Promise<Html> {
  switch (component.is) {
    case "markdown":
      return await markdownHtml(component.text);
    case "table":
      return await table(component, depth);
    case "image":
      return markup`<img src="data:${component.type};base64,${component.base64}" alt="${component.alt}">`;
    case "chart":
      return await chartHtml(component);
    case "progress":
      return progress(component);
    case "value":
      return valueBox(component);
    case "code":
      return code(component);
    case "json":
      return jsonTree(component.value);
    case "events":
      return events(component);
    case "wrong":
      return markup`<p class="error">${component.text}</p>`;
  }
}

async function table({ columns, rows, total }: TableDescription, depth: number): Promise<Html> {
  const isNumeric = columns.map((_, at) =>
    rows.length > 0 && rows.every((row) => typeof row[at] === "number")
  );
  const kind = (at: number) => isNumeric[at] ? "number" : "text";
  const lines: Html[] = [];
  for (const row of rows) {
    const cells = await Promise.all(
      row.slice(0, columns.length).map(async (cell, at) =>
        markup`<td class="${kind(at)}">${await cellHtml(cell, depth)}</td>`
      ),
    );
    lines.push(markup`<tr>${cells}</tr>`);
  }
  const rest = total > rows.length
    ? markup`<p class="soft">${formatNumber(rows.length)} of ${formatNumber(total)} rows</p>`
    : null;
  return markup`<div class="scroll">
      <table>
        <thead>
          <tr>${columns.map((name, at) => markup`<th class="${kind(at)}">${name}</th>`)}</tr>
        </thead>
        <tbody>${lines}</tbody>
      </table>
    </div>${rest}`;
}

async function cellHtml(cell: Json | Description, depth: number): Promise<Html | string> {
  if (!isDescription(cell)) return formatValue(cell);
  return depth < DEPTH ? await componentHtml(cell, depth + 1) : "…";
}

function progress({ value, max, unit }: ProgressDescription): Html {
  const told = `${formatNumber(value)}${max === null ? "" : ` of ${formatNumber(max)}`}${
    unit === undefined ? "" : ` ${unit}`
  }`;
  const share = max === null || max <= 0 ? null : Math.min(1, Math.max(0, value / max));
  const bar = share === null
    ? markup`<progress></progress>`
    : markup`<progress value="${share.toFixed(4)}" max="1"></progress>`;
  const percent = share === null ? "" : ` (${Math.floor(share * 100)} %)`;
  return markup`${bar}<div class="soft">${told}${percent}</div>`;
}

function valueBox({ label, value, unit, change }: ValueDescription): Html {
  const moved = change === undefined
    ? null
    : markup`<span class="${change < 0 ? "bad" : change > 0 ? "good" : "soft"}">${
      change < 0 ? "▼" : change > 0 ? "▲" : "="
    } ${formatNumber(Math.abs(change))}</span>`;
  return markup`<div class="value"><span class="soft">${label}</span><b>${
    typeof value === "number" ? formatNumber(value) : formatValue(value)
  }${unit === undefined ? "" : ` ${unit}`}</b>${moved}</div>`;
}

function code({ text, language }: CodeDescription): Html {
  const name = language === undefined ? null : markup`<div class="soft">${language}</div>`;
  return markup`${name}<pre><code>${text}</code></pre>`;
}

function events({ events }: EventsDescription): Html {
  const names = [...new Set(events.flatMap(({ fields }) => Object.keys(fields)))].slice(0, 50);
  const rows = events.toSorted((a, b) => b.time - a.time).map(({ time, fields }) =>
    markup`<tr><td class="number">${formatTime(time)}</td>${
      names.map((name) =>
        markup`<td>${Object.hasOwn(fields, name) ? formatValue(fields[name]!) : ""}</td>`
      )
    }</tr>`
  );
  return markup`<div class="scroll">
      <table>
        <thead>
          <tr><th>time (UTC)</th>${names.map((name) => markup`<th>${name}</th>`)}</tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}
