import assert from "node:assert/strict";
import axe from "axe-core";
import { fromFileUrl } from "../../core/graph/source/path.ts";
import { browserTest, LOOKS } from "./stage.ts";

const IMAGES = new URL("../../docs/images/", import.meta.url);

const RUNS = [
  ["examples/hello/flow.ts"],
  ["examples/statistics/flow.ts", "--tag", "nightly"],
  ["examples/sweep/flow.ts", "--tag", "nightly"],
  ["examples/sweep/flow.ts", "--folds", "3", "--seed", "8"],
  ["tests/page/flows/failing.ts"],
  ["tests/page/flows/hostile.ts"],
  ["examples/etl/flow.ts", "--tag", "pin"],
  ["examples/sweep/flow.ts", "--folds", "4", "--tag", "pin"],
];

/** A view, what shows that it is there, and how it is kept as a picture, if it is. */
interface View {
  name: string;
  path: string;
  ready: string;
  picture?: string[];
}

/** All views. */
const VIEWS: readonly View[] = [
  { name: "runs", path: "/", ready: "[data-row]", picture: ["1280-light", "390-dark"] },
  { name: "no-runs", path: "/?q=nothing", ready: ".state" },
  {
    name: "graph",
    path: "/runs/Sweep/1",
    ready: '[data-step="end"]',
    picture: ["1280-dark", "390-light"],
  },
  { name: "step", path: "/runs/Sweep/1/graph?step=fit", ready: ".first-tasks li" },
  { name: "failed", path: "/runs/Failing/1", ready: '[data-step="end"]' },
  {
    name: "timeline",
    path: "/runs/Sweep/1/timeline",
    ready: ".minimap i",
    picture: ["1280-light"],
  },
  { name: "timeline-table", path: "/runs/Sweep/1/timeline?as=table", ready: "[data-row]" },
  { name: "tasks", path: "/runs/Sweep/1/tasks", ready: "[data-row]" },
  { name: "task", path: "/runs/Failing/1/tasks/3", ready: ".task-links li" },
  { name: "logs", path: "/runs/Hostile/1/tasks/1/logs?q=many", ready: ".log-line mark" },
  { name: "attempts", path: "/runs/Hostile/1/tasks/4/logs", ready: ".log-line" },
  { name: "artifacts", path: "/runs/Sweep/1/artifacts", ready: ".values li" },
  {
    name: "table",
    path: "/runs/Sweep/1/tasks/1/artifacts?name=penguins",
    ready: ".sheet tbody tr, .artifact",
  },
  { name: "json", path: "/runs/Hostile/1/tasks/1/artifacts?name=nested", ready: ".tree" },
  { name: "numbers", path: "/runs/Hostile/1/tasks/1/artifacts?name=wave", ready: ".number-chart" },
  { name: "code", path: "/runs/Sweep/1/code?step=tune", ready: ".code-line.at" },
  { name: "cards", path: "/runs/Hostile/1/cards", ready: "iframe.shown" },
  { name: "no-cards", path: "/runs/Sweep/1/cards", ready: ".state" },
  { name: "lineage", path: "/runs/Hostile/1/tasks/10/lineage", ready: ".lineage .passed" },
  { name: "compare", path: "/compare?a=Sweep/1&b=Sweep/2", ready: "#code" },
  { name: "store", path: "/store", ready: ".list [data-row]" },
];

/** What axe found, as far as it is serious. */
interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary: string }[];
}

browserTest("views in both themes, at both widths", RUNS, async (stage, t) => {
  for (const { name, path, ready, picture = [] } of VIEWS) {
    for (const look of LOOKS) {
      const size = `${look.width}-${look.theme}`;
      await t.step(`${name} ${size}: accessible, no wider than the window`, async () => {
        await using watched = await stage.open(path, look);
        const { page } = watched;
        await page.locator(ready).first().waitFor();
        await page.getByText("Live", { exact: true }).waitFor();
        await page.evaluate(axe.source);
        const found = await page.evaluate(
          "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
        ) as Finding[];
        const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => `${id}: ${nodes[0]!.html}\n${nodes[0]!.failureSummary}`);
        assert.deepEqual(serious, []);
        const { wide, all } = await page.evaluate(() => ({
          wide: document.documentElement.clientWidth,
          all: document.documentElement.scrollWidth,
        }));
        assert.ok(all <= wide, `${all} pixels wide in a window of ${wide}`);
        if (Deno.env.has("FLOW_SCREENSHOTS") && picture.includes(size)) {
          await Deno.mkdir(IMAGES, { recursive: true });
          await page.screenshot({ path: fromFileUrl(new URL(`${name}-${size}.png`, IMAGES)) });
        }
      });
    }
  }
});
