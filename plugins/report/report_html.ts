import type { StepInfo } from "../../core/client/reader.ts";
import { componentHtml } from "../cards/view/components.ts";
import type { ShownValue } from "../cards/view/facts.ts";
import { errorHtml } from "../cards/view/facts_view.ts";
import { formatBytes, formatDuration, formatNumber, formatTime } from "../cards/view/format.ts";
import { Html, markup } from "../cards/view/html.ts";
import { page } from "../cards/view/page.ts";
import type { ReportData, ReportTask } from "./report_data.ts";
import { timelineSvg } from "./timeline.ts";

const STYLE = `<style>
.timeline{max-width:100%;height:auto}.timeline text{font-size:11px;fill:var(--soft)}
.timeline .time{text-anchor:middle}.timeline .mark{stroke:var(--line)}
.timeline .bar{fill:var(--accent)}.timeline .failed{fill:var(--bad)}.timeline .caught{fill:var(--warn)}
.timeline .succeeded{fill:var(--good)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:var(--soft)}dd{margin:0}
nav a{margin-right:14px}
.status{font-weight:600}
</style>`;

/** The class of a status, for its colour. */
const KINDS: Record<string, string> = {
  succeeded: "good",
  failed: "bad",
  lost: "bad",
  caught: "warn",
  cancelled: "warn",
};

/** A run as one page of HTML that loads nothing and runs no script. */
export async function reportHtml(data: ReportData): Promise<string> {
  const sections: [id: string, title: string, body: Html | null][] = [
    ["graph", "Graph", graph(data)],
    ["timeline", "Timeline", timeline(data)],
    ["steps", "Steps", steps(data.steps)],
    ["tasks", "Tasks", tasks(data)],
    ["parameters", "Parameters", await values(data.parameters)],
    ["results", "Results", await values(data.results)],
    ["errors", "Errors", errors(data)],
    ["cards", "Cards", cards(data)],
    ["logs", "Logs", logs(data)],
    ["code", "Code", code(data)],
  ];
  const shown = sections.filter(([, , body]) => body !== null);
  return page(
    data.run.run,
    markup`${new Html(STYLE)}${head(data)}<nav>${
      shown.map(([id, title]) => markup`<a href="#${id}">${title}</a>`)
    }</nav>${
      shown.map(([id, title, body]) =>
        markup`<section><h2 id="${id}">${title}</h2>${body}</section>`
      )
    }<p class="soft">Made ${formatTime(data.made)} UTC. Times are in UTC.</p>`,
  );
}

function status(text: string): Html {
  return markup`<span class="status ${KINDS[text] ?? "soft"}">${text}</span>`;
}

function head({ run, tags, made }: ReportData): Html {
  const took = formatDuration((run.finished ?? made) - run.created);
  const facts: [string, Html | string | null][] = [
    ["status", markup`${status(run.status)} after ${took}`],
    ["began", formatTime(run.created)],
    ["user", run.user],
    ["file", `${run.file}:${run.class}`],
    ["tags", tags.length === 0 ? null : tags.join(", ")],
    ["taken over from", run.origin],
    ["project", run.project === null ? null : `${run.project.name}, ${run.project.branch}`],
  ];
  return markup`<h1>${run.run}</h1><dl>${
    facts.filter(([, value]) => value !== null).map(([name, value]) =>
      markup`<dt>${name}</dt><dd>${value}</dd>`
    )
  }</dl>`;
}

/** The graph, each step in the colour of how its tasks went. */
function graph({ graph, steps }: ReportData): Html | null {
  if (graph === null) return null;
  const rules = steps.flatMap(({ step, tasks }) => {
    // It stands in a rule of CSS: other names are drawn as they are.
    if (!/^[\p{L}\p{N}_$]+$/u.test(step)) return [];
    const kind = tasks.failed > 0 ? "bad" : tasks.caught > 0 ? "warn" : "good";
    return [`[data-step="${step}"] .box{stroke:var(--${kind})!important}`];
  });
  return markup`<style>${new Html(rules.join("\n"))}</style><div class="scroll">${new Html(
    graph,
  )}</div>`;
}

function timeline(data: ReportData): Html | null {
  const drawn = timelineSvg(data);
  return drawn === null ? null : markup`<div class="scroll">${drawn}</div>`;
}

function steps(steps: StepInfo[]): Html {
  const rows = steps.map(({ step, started, finished, tasks }) => {
    const counts = Object.entries(tasks).filter(([, count]) => count > 0)
      .map(([name, count]) => markup`${formatNumber(count)} ${status(name)} `);
    const took = started === null || finished === null ? "" : formatDuration(finished - started);
    return markup`<tr><td>${step}</td><td>${counts}</td><td class="number">${took}</td></tr>`;
  });
  return markup`<div class="scroll"><table><thead><tr><th>step</th><th>tasks</th><th class="number">duration</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function tasks({ tasks, total }: ReportData): Html {
  const row = ({ step, number, attempts, attempt, status: how, started, finished }: ReportTask) => {
    const took = started === null || finished === null ? "" : formatDuration(finished - started);
    const tries = Math.max(attempt, attempts.length);
    return markup`<tr><td>${step}/${number}</td><td>${
      status(how)
    }</td><td class="number">${tries}</td><td>${
      started === null ? "" : formatTime(started)
    }</td><td class="number">${took}</td></tr>`;
  };
  const rest = total > tasks.length
    ? markup`<p class="soft">The first ${tasks.length} of ${formatNumber(total)} tasks.</p>`
    : null;
  return markup`<details open><summary>${
    formatNumber(total)
  } tasks</summary><div class="scroll"><table><thead><tr><th>task</th><th>status</th><th class="number">attempts</th><th>began</th><th class="number">duration</th></tr></thead><tbody>${
    tasks.map(row)
  }</tbody></table></div>${rest}</details>`;
}

async function values(shown: ShownValue[]): Promise<Html | null> {
  if (shown.length === 0) return null;
  const rows = await Promise.all(shown.map(async ({ name, kind, size, preview }) => {
    const value = preview === null
      ? markup`<span class="soft">not shown here</span>`
      : await componentHtml(preview);
    return markup`<tr><td><b>${name}</b><br><span class="soft">${kind}, ${
      formatBytes(size)
    }</span></td><td>${value}</td></tr>`;
  }));
  return markup`<div class="scroll"><table><tbody>${rows}</tbody></table></div>`;
}

function errors({ errors }: ReportData): Html | null {
  if (errors.length === 0) return null;
  return markup`${
    errors.map(({ task, attempt, error }) =>
      markup`<div class="component"><div class="label">${task}, attempt ${attempt}</div>${
        errorHtml(error)
      }</div>`
    )
  }`;
}

/** Cards stand in frames that may do nothing at all. */
function cards({ cards, moreCards }: ReportData): Html | null {
  if (cards.length === 0) return null;
  const rest = moreCards ? markup`<p class="soft">There are more cards.</p>` : null;
  return markup`${
    cards.map(({ task, attempt, id, html }) => {
      const name = `${task}, attempt ${attempt}: ${id}`;
      return markup`<div class="component"><div class="label">${name}</div><iframe sandbox="" loading="lazy" title="${name}" srcdoc="${html}"></iframe></div>`;
    })
  }${rest}`;
}

function logs({ logs }: ReportData): Html | null {
  if (logs.length === 0) return null;
  return markup`${
    logs.map(({ task, attempt, lines, cut }) =>
      markup`<details><summary>${task}, attempt ${attempt}${cut ? ", its end" : ""}</summary><pre>${
        plainText(lines.join("\n"))
      }</pre></details>`
    )
  }`;
}

/** Without what colours a terminal. */
function plainText(text: string): string {
  // deno-lint-ignore no-control-regex -- it is about control characters
  return text.replaceAll(/\x1b\[[0-9;:?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, "");
}

function code({ code }: ReportData): Html | null {
  if (code.length === 0) return null;
  return markup`${
    code.map(({ path, text }) =>
      markup`<details><summary>${path}</summary><pre><code>${text}</code></pre></details>`
    )
  }`;
}
