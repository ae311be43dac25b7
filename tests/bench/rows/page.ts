import { buildPage, firstWeight } from "../../../plugins/page/build.ts";
import { RunWriter, type TaskRow } from "../../../store/metadata/writer.ts";
import { openStore, type Store } from "../../../store/store.ts";
import { CHROMIUM } from "../../page/chromium.ts";
import { Stage, type Watched } from "../../page/stage.ts";
import type { Benchmark } from "../benchmark.ts";
import { duration, figureRow, type Row, skipped } from "../row.ts";
import { newRun } from "../stores/runs.ts";

const TASKS = 10_000;
const TIMES = 9;
/** Changes whose way to the screen is measured. */
const CHANGES = 25;

/** Views of a run, each with what can be used once it is there. */
const VIEWS: readonly { name: string; path: string; ready: string }[] = [
  { name: "graph", path: "/runs/Wide/1", ready: "[data-step=end]" },
  { name: "timeline", path: "/runs/Wide/1/timeline", ready: ".minimap i" },
  { name: "tasks", path: "/runs/Wide/1/tasks", ready: "[data-row]" },
];

/** The web page, in a real browser. */
export const page: readonly Benchmark[] = [
  {
    name: "page-weight",
    about: "compressed bytes that the list of runs loads",
    async run() {
      const bytes = firstWeight(await buildPage());
      return [figureRow({
        what: "page: scripts, styles and HTML of the first view",
        values: [bytes / 1000],
        show: (value) => `${value.toFixed(1)} kB`,
        atMost: 100,
      })];
    },
  },
  {
    name: "page-run",
    about: "a run of 10,000 tasks in the browser, from its address until it can be used",
    run: () => inBrowser("page of a run", measureRun),
  },
  {
    name: "page-live",
    about: "a task's change of status, from its commit until it is on the screen",
    run: () => inBrowser("page, live", measureLive),
  },
];

async function inBrowser(what: string, work: (stage: Stage) => Promise<Row[]>): Promise<Row[]> {
  if (CHROMIUM === null) return [skipped(what, "there is no Chromium here")];
  const flow = new URL("../flows/wide.ts", import.meta.url).pathname;
  await using stage = await Stage.start([[flow, "--width", String(TASKS)]]);
  return await work(stage);
}

async function measureRun(stage: Stage): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, path, ready } of VIEWS) {
    const values: number[] = [];
    for (let time = 0; time <= TIMES; time++) {
      await using watched = await stage.open("about:blank");
      const begun = performance.now();
      await watched.page.goto(stage.url + path, { waitUntil: "commit" });
      await watched.page.locator(ready).first().waitFor();
      // Once unmeasured: the server loads its modules with the first request.
      if (time > 0) values.push((performance.now() - begun) / 1000);
    }
    const what = `page of a run of ${TASKS.toLocaleString("en")} tasks: ${name}`;
    rows.push(figureRow({ what, values, show: duration, atMost: 1 }));
  }
  return rows;
}

async function measureLive(stage: Stage): Promise<Row[]> {
  using store = await openStore(stage.store);
  const changes = startRun(store);
  await using watched = await stage.open("/runs/Live/1/tasks");
  await watched.page.locator("[data-row]").first().waitFor();
  await watched.page.getByText("Live", { exact: true }).first().waitFor();
  const values: number[] = [];
  for (let time = 0; time < CHANGES; time++) {
    const status = time % 2 === 0 ? "queued" : "running";
    const seen = seenAt(watched, status);
    // The page is told what to look for before it happens.
    await watched.page.evaluate("1");
    const committed = Date.now();
    changes(status);
    values.push((await seen - committed) / 1000);
  }
  return [figureRow({
    what: "page: a change of status, from its commit to the screen",
    values,
    show: duration,
    atMost: 0.2,
  })];
}

/** When the only task has a status on the screen. */
function seenAt({ page }: Watched, status: string): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector(".grid-row .status.${status}")) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(Date.now()));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  })`);
}

/** A run of this process with one task; the result changes that. */
function startRun({ db }: Store): (status: TaskRow["status"]) => void {
  const { graph, code } = db.prepare("SELECT graph, code FROM runs LIMIT 1").get()!;
  const writer = new RunWriter(db);
  const created = Date.now();
  const change = (status: TaskRow["status"]) =>
    writer.task({
      number: 1,
      step: "start",
      status,
      attempt: 1,
      parent: null,
      joined: false,
      split: null,
      splitIndex: null,
      created,
      started: created,
      finished: null,
      next: null,
    });
  writer.begin();
  writer.createRun(newRun("Live", created, String(graph), String(code)));
  change("running");
  writer.commit();
  return (status) => {
    writer.begin();
    change(status);
    writer.heartbeat(Date.now());
    writer.commit();
  };
}
