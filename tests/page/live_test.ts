import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { Gate } from "./gate.ts";
import { browserTest } from "./stage.ts";

/** From now on, `shifts` tells what has jumped, as the browser sees it. Parts of a bar may grow. */
async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(`
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      const moved = list.getEntries().flatMap(({ sources }) => sources.map(({ node }) => node))
        .filter((node) => !node?.closest?.(".track"));
      shifts.push(...moved.map((node) => node?.className || String(node?.nodeName)));
    }).observe({ type: "layout-shift" });
  `);
}

browserTest("the page while things happen", [["examples/hello/flow.ts"]], async (stage, t) => {
  await t.step("a run that another process makes appears, goes on, and ends", async () => {
    await using gate = new Gate();
    await using list = await stage.open("/");
    await list.page.locator('[data-row="Hello/1"]').waitFor();
    await list.page.getByText("Live", { exact: true }).waitFor();
    const run = stage.flow(["run", "tests/page/flows/gated.ts", "--gate", gate.url]).spawn();
    const row = list.page.locator('[data-row="Gated/1"]');
    await row.locator(".status.running").waitFor();
    await using view = await stage.open("/runs/Gated/1");
    await using chart = await stage.open("/runs/Gated/1/timeline?as=table");
    await using tasks = await stage.open("/runs/Gated/1/tasks");
    await view.page.locator('[data-step="wait"][aria-label="wait: 2 running"]').waitFor();
    assert.equal(await chart.page.locator("[data-row]").count(), 3);
    await tasks.page.locator(".grid-row .status.running").first().waitFor();
    for (const { page } of [view, chart, tasks]) await watchShifts(page);
    gate.open();
    await view.page.locator('[data-step="end"][aria-label="end: 1 succeeded"]').waitFor();
    await view.page.locator(".run-head .status.succeeded").waitFor();
    await row.locator(".status.succeeded").waitFor();
    await chart.page.locator('[data-row="5"]').waitFor();
    await tasks.page.locator('[data-row="5"] .status.succeeded').waitFor();
    assert.equal(await tasks.page.locator(".grid-row .status.running").count(), 0);
    for (const { page } of [view, chart, tasks]) {
      assert.deepEqual(await page.evaluate("shifts"), []);
    }
    const { success } = await run.output();
    assert.ok(success);
  });

  await t.step("tags that another process changes appear", async () => {
    await using watched = await stage.open("/runs/Hello/1");
    await watched.page.getByRole("button", { name: "Tag", exact: true }).waitFor();
    await watched.page.getByText("Live", { exact: true }).waitFor();
    await stage.flow(["tag", "add", "Hello/1", "from outside"]).output();
    await watched.page.getByText("from outside").waitFor();
  });

  await t.step("a server that is gone is said, and the page goes on when it is back", async () => {
    const watched = await stage.open("/");
    const { page } = watched;
    await page.locator('[data-row="Hello/1"]').waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await stage.stopServer();
    await page.getByText("Offline", { exact: true }).waitFor();
    // What was there stays to be read.
    assert.ok(await page.locator('[data-row="Hello/1"]').isVisible());
    await stage.serve();
    await page.getByText("Live", { exact: true }).waitFor();
    await stage.run(["examples/hello/flow.ts"]);
    await page.locator('[data-row="Hello/2"] .status.succeeded').waitFor();
    watched.faults.length = 0;
    await watched[Symbol.asyncDispose]();
  });
});
