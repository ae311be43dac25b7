import { sumTasks } from "../../core/client/sum_tasks.ts";
import type { LogInfo, Reader, RunInfo, TaskInfo } from "../../core/client/reader.ts";
import type { CodeFile, CodeManifest } from "../../core/snapshot/code_package.ts";
import type { CardRecord } from "../../store/metadata/cards.ts";
import type { Store } from "../../store/store.ts";
import { CardStore } from "../cards/view/card_store.ts";
import { previewOf } from "../cards/view/preview.ts";
import { type CardSource, readCard } from "../cards/view/read_card.ts";
import { escape } from "../cards/view/html.ts";
import { CardRenderer } from "../cards/view/renderer.ts";
import { RunGraph } from "../cards/view/run_graph.ts";
import type { ReportCard, ReportData, ReportLog, ReportTask } from "./report_data.ts";

/** How much of a run a report shows. */
const MOST_TASKS = 500;
const MOST_VALUES = 60;
const MOST_ERRORS = 30;
const MOST_LOGS = 40;
const MOST_CARDS = 60;
/** Lines of a log, and pieces that are read to find them. */
const LINES = 60;
const MOST_PIECES = 20_000;
/** Characters of the code. */
const MOST_CODE = 2_000_000;

/** Reads what a report shows of a run. */
export async function readReport(reader: Reader, store: Store, run: RunInfo): Promise<ReportData> {
  const name = run.run;
  const [tags, graph, steps, first] = await Promise.all([
    reader.tags(name),
    RunGraph.read(reader, name),
    reader.steps(name),
    reader.tasks(name, { limit: MOST_TASKS }),
  ]);
  const tasks = await Promise.all(first.map(async (task): Promise<ReportTask> => ({
    ...task,
    attempts: await reader.attempts(name, task.number),
  })));
  const counts = sumTasks(steps);
  const failed = await unhappy(reader, name);
  return {
    run,
    made: Date.now(),
    tags: tags.map(({ tag }) => tag),
    graph: graph.svg(),
    steps,
    tasks,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    ...await values(reader, name, graph),
    errors: failed.flatMap(({ step, number, attempts }) =>
      attempts.flatMap(({ attempt, error }) =>
        error === null ? [] : [{ task: `${name}/${step}/${number}`, attempt, error }]
      )
    ),
    logs: await logs(reader, [...failed, ...tasks]),
    ...await cards(reader, store, name),
    code: code(store, run),
  };
}

/** The first tasks of which an attempt failed for good, or was caught. */
async function unhappy(reader: Reader, run: string): Promise<ReportTask[]> {
  const found: TaskInfo[] = [];
  for (const status of ["failed", "caught"] as const) {
    found.push(...await reader.tasks(run, { status, limit: MOST_ERRORS - found.length || 1 }));
  }
  return await Promise.all(
    found.slice(0, MOST_ERRORS).map(async (task) => ({
      ...task,
      attempts: await reader.attempts(run, task.number),
    })),
  );
}

async function values(
  reader: Reader,
  run: string,
  graph: RunGraph,
): Promise<Pick<ReportData, "parameters" | "results">> {
  const root = (await reader.artifacts(run, 0)).filter(({ name }) => graph.isParameter(name));
  const end = await reader.endTask(run);
  const seen = end === null ? [] : await reader.artifacts(run, end.number);
  const results = seen.filter(({ task }) => task !== 0);
  const show = (all: typeof root) =>
    Promise.all(all.slice(0, MOST_VALUES).map((one) => previewOf(reader, one)));
  return { parameters: await show(root), results: await show(results) };
}

/** The ends of logs: of those that failed first. */
async function logs(reader: Reader, tasks: readonly ReportTask[]): Promise<ReportLog[]> {
  const found: ReportLog[] = [];
  const seen = new Set<number>();
  for (const { run, step, number, attempt } of tasks) {
    if (found.length >= MOST_LOGS) break;
    if (seen.has(number)) continue;
    seen.add(number);
    const { lines, cut } = await tail(reader, run, number, attempt);
    if (lines.length > 0) found.push({ task: `${run}/${step}/${number}`, attempt, lines, cut });
  }
  return found;
}

async function tail(
  reader: Reader,
  run: string,
  task: number,
  attempt: number,
): Promise<Pick<ReportLog, "lines" | "cut">> {
  let text = "";
  let cut = false;
  let after: LogInfo | undefined;
  for (let read = 0; read < MOST_PIECES; read += 1000) {
    const from = after === undefined ? {} : { after: after.seq };
    const page = await reader.logs(run, task, { attempt, limit: 1000, ...from });
    after = page.at(-1);
    text += page.map((piece) => piece.text).join("");
    if (text.length > 100_000) {
      text = text.slice(-50_000);
      cut = true;
    }
    if (page.length < 1000) break;
  }
  const lines = text.replace(/\n$/, "").split("\n");
  const shown = lines.slice(-LINES);
  return text === ""
    ? { lines: [], cut: false }
    : { lines: shown, cut: cut || shown.length < lines.length };
}

/** The cards of last attempts, rendered. */
async function cards(
  reader: Reader,
  store: Store,
  run: string,
): Promise<Pick<ReportData, "cards" | "moreCards">> {
  const source = { reader, cards: new CardStore(store) };
  using renderer = new CardRenderer();
  const found: ReportCard[] = [];
  for (const number of source.cards.tasks(run, MOST_CARDS)) {
    const task = await reader.task(run, number);
    if (task === null) continue;
    for (const card of source.cards.cards(run, number)) {
      if (card.attempt !== task.attempt) continue;
      if (found.length >= MOST_CARDS) return { cards: found, moreCards: true };
      const html = await render(renderer, source, task, card);
      const { attempt, id } = card;
      found.push({ task: `${run}/${task.step}/${number}`, attempt, id, html });
    }
  }
  const more = source.cards.tasks(run, MOST_CARDS + 1).length > MOST_CARDS;
  return { cards: found, moreCards: more };
}

/** A card whose content is lost takes nothing else with it. */
async function render(
  renderer: CardRenderer,
  source: CardSource,
  task: TaskInfo,
  card: CardRecord,
): Promise<string> {
  try {
    return await renderer.render(await readCard(source, task, card, true));
  } catch (error) {
    return escape(`This card cannot be shown: ${error instanceof Error ? error.message : error}`);
  }
}

/** The files of the run as they were recorded, the flow's own first. */
function code({ objects }: Store, run: RunInfo): ReportData["code"] {
  const decoder = new TextDecoder();
  let room = MOST_CODE;
  const textOf = ({ digest, size }: CodeFile) => {
    room -= size;
    if (room < 0) return `(${size} bytes, not shown here)`;
    try {
      return decoder.decode(objects.get(digest));
    } catch (error) {
      return `(${error instanceof Error ? error.message : error})`;
    }
  };
  try {
    const manifest: CodeManifest = JSON.parse(decoder.decode(objects.get(run.code)));
    return [...manifest.files]
      .sort((a, b) => Number(b.path === manifest.entry) - Number(a.path === manifest.entry))
      .map((file) => ({ path: file.path, text: textOf(file) }));
  } catch {
    // Lost or damaged: the rest can be told without it.
    return [];
  }
}
