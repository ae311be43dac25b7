import { noFlow } from "../../core/client/missing.ts";
import type { Reader, RunInfo, RunQuery, RunStatus } from "../../core/client/reader.ts";
import { defineCommand } from "../framework/command.ts";
import { usageError } from "../framework/usage_error.ts";
import { openReader } from "../results/reader.ts";
import { type RunView, viewRun } from "../results/run_view.ts";
import { statusWord } from "../results/status_word.ts";
import { countsOf } from "../progress/summary.ts";
import type { Colours } from "../terminal/colours.ts";
import { safeText } from "../terminal/safe_text.ts";
import { formatTable } from "../terminal/table.ts";
import { formatAge, formatDuration } from "../terminal/units.ts";

const SHOWN = 20;
const PAGE = 200;
const STATUSES: readonly RunStatus[] = ["running", "succeeded", "failed", "cancelled", "lost"];

export default defineCommand({
  description: "Lists runs, the newest first; those that pass all filters.",
  examples: [
    "runs",
    "runs GenreStats --status failed",
    "runs --tag nightly --tag pin --json",
    "runs Train --production --limit 5",
  ],
  options: {
    tag: {
      kind: "list",
      short: "t",
      value: "TAG",
      complete: "tag",
      help: "only runs that have it; several: all of them",
    },
    status: { kind: "text", value: "STATUS", choices: STATUSES, help: "only runs of that status" },
    user: { kind: "text", value: "NAME", help: "only runs that this user started" },
    branch: {
      kind: "text",
      value: "BRANCH",
      help: "of flows with @project: user.NAME, test.B or prod",
    },
    production: { kind: "flag", help: "the same as --branch prod; with --branch B: prod.B" },
    limit: {
      kind: "count",
      value: "N",
      min: 1,
      help: `at most so many; else ${SHOWN}, with --json all`,
    },
  },
  positionals: {
    flow: { help: "only runs of this flow", required: false, complete: "flow" },
  },
  async run({ options, positionals, globals, out, err, colours }) {
    if (positionals.flow?.includes("/")) {
      throw usageError(
        `"${positionals.flow}" is not the name of a flow`,
        `flow status ${positionals.flow} tells of one run.`,
      );
    }
    const reader = await openReader(globals);
    const limit = options.limit ?? (globals.json ? Infinity : SHOWN);
    const { flow } = positionals;
    const production = options.branch === undefined ? "prod" : `prod.${options.branch}`;
    const branch = options.production ? production : options.branch;
    const query: RunQuery = {
      ...(flow === undefined ? {} : { flow }),
      ...(options.status === undefined ? {} : { status: options.status }),
      ...(options.user === undefined ? {} : { user: options.user }),
      ...(branch === undefined ? {} : { branch }),
      tags: options.tag,
    };
    // One more than is shown tells whether there are more.
    const runs = await readRuns(reader, query, limit + 1);
    if (runs.length === 0 && flow !== undefined && await reader.run(flow, "latest") === null) {
      throw await noFlow(reader, flow);
    }
    const views: RunView[] = [];
    for (const run of runs.slice(0, limit)) views.push(await viewRun(reader, run));
    if (globals.json) {
      out.json(views);
      return 0;
    }
    const width = out.isTerminal ? out.size().columns : Infinity;
    for (const line of runTable(views, width, colours)) out.line(line);
    if (views.length === 0) err.line("No run passes these filters.");
    if (runs.length > limit) {
      err.line(colours.dim(`There are more; --limit ${limit * 5} shows some.`));
    }
    return 0;
  },
});

async function readRuns(reader: Reader, query: RunQuery, limit: number): Promise<RunInfo[]> {
  const runs: RunInfo[] = [];
  while (runs.length < limit) {
    const after = runs.at(-1)?.cursor;
    const size = Math.min(PAGE, limit - runs.length);
    const page = await reader.runs({ ...query, limit: size, ...(after ? { after } : {}) });
    runs.push(...page);
    if (page.length < size) break;
  }
  return runs;
}

function runTable(views: readonly RunView[], width: number, colours: Colours): string[] {
  const now = Date.now();
  const branches = views.some(({ project }) => project !== null);
  const rows = views.map((view) => {
    const created = Date.parse(view.created);
    const finished = view.finished === null ? null : Date.parse(view.finished);
    const until = finished ?? (view.status === "running" ? now : null);
    return [
      safeText(view.run),
      statusWord(view.status, colours),
      formatAge(created, now),
      until === null ? "" : formatDuration(until - created),
      countsOf(view.tasks),
      ...(branches ? [safeText(view.project?.branch ?? "")] : []),
      safeText(view.user),
      safeText(view.tags.filter((tag) => !isSystem(tag)).join(" ")),
    ];
  });
  const columns = [
    { title: "run" },
    { title: "status" },
    { title: "started" },
    { title: "took", align: "right" as const },
    { title: "tasks", shrink: true },
    ...(branches ? [{ title: "branch", shrink: true }] : []),
    { title: "user", shrink: true },
    { title: "tags", shrink: true },
  ];
  return formatTable(columns, rows, width, colours.dim);
}

/** Of tags in a table, those that Flow gives itself say nothing that a column does not. */
function isSystem(tag: string): boolean {
  return /^(user|flow_version|project|project_branch|runtime|deno_version):/.test(tag);
}
