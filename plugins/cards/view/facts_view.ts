import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import { componentHtml } from "./components.ts";
import type { ShownValue, TaskFacts } from "./facts.ts";
import { formatBytes, formatDuration, formatTime } from "./format.ts";
import { Html, markup } from "./html.ts";

/** What a default card shows before and after what the step has put on it. */
export async function factsHtml(facts: TaskFacts): Promise<{ head: Html; rest: Html }> {
  const attempt = facts.attempts.find((one) => one.attempt === facts.attempt);
  const head = markup`<section><h1>${facts.pathspec}</h1><p>${
    attempt === undefined ? "has not begun" : times(attempt)
  }${facts.attempts.length > 1 ? `, attempt ${facts.attempt} of ${facts.attempts.length}` : ""}${
    facts.origin === null ? "" : `, taken over from ${facts.origin}`
  }</p>${frames(facts)}${attempt?.error ? errorHtml(attempt.error) : null}</section>`;
  const { artifacts, parameters, more } = facts;
  const rest = markup`${await values("Artifacts", artifacts ?? [], more)}${await values(
    "Parameters",
    parameters,
    0,
  )}${position(facts)}${attempts(facts)}`;
  return { head, rest };
}

function times({ status, started, finished }: TaskFacts["attempts"][number]): Html {
  const kind = { succeeded: "good", caught: "warn", failed: "bad" }[status] ?? "soft";
  const took = finished === null ? "" : ` after ${formatDuration(finished - started)}`;
  return markup`<b class="${kind}">${status}</b>${took}, began ${formatTime(started)} UTC`;
}

function frames({ frames }: TaskFacts): Html | null {
  if (frames.length === 0) return null;
  return markup`<p class="soft">${
    frames.map(({ step, index, size, item }) =>
      markup`item ${index + 1} of ${size} of ${step}: <code>${item}</code><br>`
    )
  }</p>`;
}

/** An error, with its stack folded. */
export function errorHtml({ name, message, stack, type, hint }: ErrorRecord): Html {
  const folded = stack === "" ? null : markup`<details>
      <summary>stack</summary>
      <pre>${stack}</pre>
    </details>`;
  const kind = type === "error" ? null : markup` <span class="soft">(${type})</span>`;
  const advice = hint === undefined ? null : markup`<p>${hint}</p>`;
  return markup`<div class="error"><b>${name}</b>: ${message}${kind}${advice}${folded}</div>`;
}

async function values(title: string, shown: ShownValue[], more: number): Promise<Html | null> {
  if (shown.length === 0) return null;
  const rows = await Promise.all(shown.map(async ({ name, kind, size, preview }) => {
    const value = preview === null
      ? markup`<span class="soft">not shown here</span>`
      : await componentHtml(preview);
    return markup`<tr>
        <td><b>${name}</b><br><span class="soft">${kind}, ${formatBytes(size)}</span></td>
        <td>${value}</td>
      </tr>`;
  }));
  const rest = more > 0 ? markup`<p class="soft">… ${more} more</p>` : null;
  return markup`<section><h2>${title}</h2><div class="scroll"><table><tbody>${rows}</tbody></table></div>${rest}</section>`;
}

function position({ step, before, after, graph }: TaskFacts): Html {
  const names = (list: string[], none: string) => list.length === 0 ? none : list.join(", ");
  // It stands in a rule of CSS: other names are drawn like the rest.
  const isPlain = /^[\p{L}\p{N}_$]+$/u.test(step);
  const mark = isPlain
    ? new Html(
      `<style>[data-step="${step}"] .box{stroke:var(--accent)!important;` +
        `stroke-width:3!important}</style>`,
    )
    : null;
  const drawing = graph === null
    ? null
    : markup`<div class="scroll">${mark}${new Html(graph)}</div>`;
  return markup`<section><h2>Place in the graph</h2><p>${
    names(before, "the start")
  } → <b>${step}</b> → ${names(after, "the end")}</p>${drawing}</section>`;
}

function attempts({ attempts, attempt }: TaskFacts): Html | null {
  if (attempts.length < 2) return null;
  const rows = attempts.map((one) =>
    markup`<tr>
        <td class="number">${one.attempt}${one.attempt === attempt ? " (this)" : ""}</td>
        <td>${times(one)}</td>
        <td>${
      one.error === null ? "" : `${one.error.name}: ${one.error.message.slice(0, 300)}`
    }</td>
      </tr>`
  );
  return markup`<section>
      <h2>Attempts</h2>
      <table>
        <tbody>${rows}</tbody>
      </table>
    </section>`;
}
