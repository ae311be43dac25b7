import assert from "node:assert/strict";
import { browserTest } from "./stage.ts";

const RUNS = [
  ["examples/sweep/flow.ts", "--folds", "3", "--tag", "first"],
  ["tests/page/flows/failing.ts"],
];

browserTest("the page of a run", RUNS, async (stage, t) => {
  await t.step("its header tells status, parameters and what to type", async () => {
    await using watched = await stage.open("/runs/Failing/1");
    const { page } = watched;
    await page.getByRole("heading", { name: /^Failing ?\/ ?1$/ }).waitFor();
    assert.match(await page.locator(".run-head").innerText(), /failed[^]*message[^]*<img src=x/);
    await page.getByRole("button", { name: "Copy: resume it" }).waitFor();
    assert.match(
      await page.locator(".commands").innerText(),
      /flow resume .*failing\.ts:Failing --run Failing\/1[^]*flow run .*failing\.ts:Failing/,
    );
    assert.match(await page.title(), /^Failing\/1 failed/);
    assert.equal(await page.locator("main img, main script").count(), 0);
  });

  await t.step("tags are added and removed in place", async () => {
    await using watched = await stage.open("/runs/Sweep/1");
    const { page } = watched;
    await page.getByText("first", { exact: true }).waitFor();
    await page.keyboard.press("t");
    await page.keyboard.type("good one");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Remove the tag good one" }).waitFor();
    await page.getByRole("button", { name: "Remove the tag first" }).click();
    await page.getByRole("button", { name: "Remove the tag first" }).waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("button", { name: "Remove the tag good one" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Remove the tag first" }).count(), 0);
    await page.keyboard.press("t");
    await page.keyboard.insertText("x".repeat(2000));
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    // The refusal is an error for the browser too.
    watched.faults.splice(0);
  });

  await t.step(
    "the graph shows steps with states and counts, folded, and a step at a click",
    async () => {
      await using watched = await stage.open("/runs/Failing/1");
      const { page } = watched;
      await page.locator('[data-step="work"]').waitFor();
      const label = await page.locator('[data-step="work"]').getAttribute("aria-label");
      assert.equal(label, "work: 2 succeeded, 1 failed");
      assert.equal(
        await page.locator('[data-step="end"]').getAttribute("aria-label"),
        "end: not reached",
      );
      await page.locator('[data-step="work"]').click();
      const panel = page.getByRole("complementary", { name: "Step work" });
      await panel.getByText("@retry").waitFor();
      assert.equal(new URL(page.url()).searchParams.get("step"), "work");
      await panel.getByRole("link", { name: /work\/3.*failed/ }).waitFor();
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
    },
  );

  await t.step("the graph is moved and scaled by wheel, pointer and keys", async () => {
    await using watched = await stage.open("/runs/Sweep/1/graph");
    const { page } = watched;
    await page.locator('[data-step="start"]').waitFor();
    const view = () => page.locator(".graph > svg > g").getAttribute("transform");
    const begun = await view();
    await page.keyboard.press("+");
    const larger = await view();
    assert.notEqual(larger, begun);
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await view(), larger);
    await page.keyboard.press("0");
    assert.equal(await view(), begun);
    await page.mouse.move(640, 600);
    await page.mouse.wheel(0, -200);
    await page.waitForFunction(
      (begun) => document.querySelector(".graph > svg > g")?.getAttribute("transform") !== begun,
      begun,
    );
    await page.keyboard.press("0");
    await page.mouse.down();
    await page.mouse.move(700, 640, { steps: 4 });
    await page.mouse.up();
    assert.notEqual(await view(), begun);
    assert.match(page.url(), /\/graph$/, "a move is no click");
  });

  await t.step("the timeline is painted, goes by keyboard, and is a table too", async () => {
    await using watched = await stage.open("/runs/Failing/1/timeline");
    const { page } = watched;
    await page.locator(".chart canvas").first().waitFor();
    await page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>(".chart-scroll canvas")!;
      const { width, height } = canvas;
      if (width === 0) return false;
      const pixels = canvas.getContext("2d")!.getImageData(0, 0, width, height).data;
      const colours = new Set<number>();
      for (let i = 0; i < pixels.length; i += 4) {
        colours.add(pixels[i]! << 16 | pixels[i + 1]! << 8 | pixels[i + 2]!);
      }
      return colours.size > 20;
    });
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.match(await page.locator(".chart [role=status]").innerText(), /Step work, 3 tasks/);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\/2$/);
    await page.goBack();
    await page.getByRole("button", { name: "As a table" }).click();
    await page.waitForURL(/as=table/);
    const rows = page.getByRole("table", { name: "Attempts" }).locator("[data-row]");
    await rows.first().waitFor();
    // start, three items of which one was tried twice
    assert.equal(await rows.count(), 5);
  });

  await t.step("tasks are filtered by step and status, and open", async () => {
    await using watched = await stage.open("/runs/Failing/1/tasks");
    const { page } = watched;
    await page.getByLabel("Status").selectOption("failed");
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    assert.equal(new URL(page.url()).searchParams.get("status"), "failed");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\/3$/);
    const task = page.locator(".task");
    await task.getByText("2 of 3, split by start").waitFor();
    assert.equal(await task.locator(".attempt").count(), 2);
    assert.match(await task.innerText(), /<img src=x onerror=alert\(1\)>/);
    await task.getByRole("link", { name: "start/1" }).click();
    await page.waitForURL(/\/tasks\/1$/);
    await task.getByRole("link", { name: "work/3" }).waitFor();
    await page.keyboard.press("n");
    await page.waitForURL(/\/tasks\/2$/);
    await page.keyboard.press("u");
    await page.waitForURL(/\/tasks$/);
  });

  await t.step("tabs open by number, and each has its address", async () => {
    await using watched = await stage.open("/runs/Sweep/1");
    const { page } = watched;
    await page.locator('[data-step="start"]').waitFor();
    for (const [key, tab] of [["2", "timeline"], ["3", "tasks"], ["1", "graph"]] as const) {
      await page.keyboard.press(key);
      await page.waitForURL(new RegExp(`/${tab}$`));
      await page.locator(`.tabs [aria-current=page][href$="${tab}"]`).waitFor();
    }
    await page.goBack();
    await page.waitForURL(/\/tasks$/);
  });

  await t.step("what is not there is said, with a way on", async () => {
    for (
      const [path, text] of [
        ["/runs/Failing/99", /99/],
        ["/runs/Failing/1/tasks/99", /99/],
        ["/runs/Failing/1/nothing", /no such tab/],
        ["/nothing", /no such page/],
      ] as const
    ) {
      const watched = await stage.open(path);
      await watched.page.getByRole("alert").getByText(text).first().waitFor();
      // The browser tells of the answer 404 by itself.
      assert.ok(watched.faults.every((fault) => /404/.test(fault)), watched.faults.join());
      watched.faults.length = 0;
      await watched[Symbol.asyncDispose]();
    }
  });
});
