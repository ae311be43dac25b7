import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest, type Stage } from "./stage.ts";

const FLOW = "tests/page/flows/hostile.ts";
const RUNS = [[FLOW], [FLOW, "--lines", "10"]];
const TASK = "/runs/Hostile/1/tasks/1/artifacts";

/** Nothing that a flow wrote has run, or become a part of the page. */
async function staysText(page: Page): Promise<void> {
  assert.equal(await page.evaluate("globalThis.hacked ?? null"), null);
  const made = "main script, main img[src='x'], main [onerror], main a[href^='javascript']";
  assert.equal(await page.locator(made).count(), 0);
}

async function openArtifact(stage: Stage, name: string) {
  const watched = await stage.open(`${TASK}?${new URLSearchParams({ name })}`);
  await watched.page.locator(".artifact").waitFor();
  return watched;
}

browserTest("artifacts", RUNS, async (stage, t) => {
  await t.step("a task's are listed by where they are from, and open by keyboard", async () => {
    await using watched = await stage.open("/runs/Hostile/1/tasks/11/artifacts");
    const { page } = watched;
    await page.getByRole("heading", { name: "From tasks before it" }).waitFor();
    await page.getByRole("heading", { name: "Of the whole run" }).waitFor();
    await page.getByText("Choose an artifact").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const article = page.getByRole("article", { name: /^Artifact / });
    await article.getByText("Where the same value is used").waitFor();
    const [link] = await page.locator(".values [aria-current]").all();
    assert.match(await link!.getAttribute("href") ?? "", /name=/);
    await article.getByRole("button", { name: "Close the artifact" }).click();
    await page.getByText("Choose an artifact").waitFor();
  });

  await t.step(
    "a table is sorted by the server, page by page, with what its columns hold",
    async () => {
      await using watched = await openArtifact(stage, "table");
      const { page } = watched;
      await page.getByText("250 rows, 5 columns").waitFor();
      assert.match(
        await page.locator(".column-facts").innerText(),
        /number, 250 different[^]*0 – 249/,
      );
      assert.match(await page.locator(".column-facts").innerText(), /125 without/);
      await page.getByRole("button", { name: "Next", exact: true }).last().click();
      await page.locator(".sheet tbody tr:first-child").getByText("101", { exact: true }).waitFor();
      await page.locator(".sheet").getByRole("button", { name: "id" }).click();
      await page.locator(".sheet tbody tr:first-child").getByText("249", { exact: true }).waitFor();
      assert.match(await page.locator(".sheet th[aria-sort=descending]").innerText(), /^id/);
      await page.locator(".sheet").getByRole("button", { name: "id" }).click();
      await page.locator(".sheet tbody td").getByText("<script>").waitFor();
      await staysText(page);
    },
  );

  await t.step("JSON and values that JSON has no word for unfold", async () => {
    await using watched = await openArtifact(stage, "nested");
    const { page } = watched;
    const tree = page.locator(".tree");
    await tree.getByText("<script>top.hacked").waitFor();
    await tree.getByText("3,000 more characters").waitFor();
    await page.getByRole("button", { name: "Fold all", exact: true }).click();
    await tree.getByText("javascript:top.hacked=5").waitFor({ state: "detached" });
    await tree.locator("summary", { hasText: "deep" }).press("Enter");
    await tree.getByText("er", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Unfold all" }).click();
    await tree.getByText("javascript:top.hacked=5").waitFor();
    await staysText(page);
    await using other = await openArtifact(stage, "seen");
    await other.page.locator(".tree").getByText("Date 1970-01-01T00:00:00.000Z").waitFor();
    assert.match(
      await other.page.locator(".tree").innerText(),
      /<img src=x[^]*Set \[ 1 item \][^]*1n/,
    );
  });

  await t.step("numbers are a chart that keys go through", async () => {
    await using watched = await openArtifact(stage, "wave");
    const { page } = watched;
    const chart = page.getByRole("slider", { name: /Numbers in their order/ });
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.locator(".number-chart output").getByText(/^5–9: 0\.\d+ – 0\.\d+$/).waitFor();
    assert.match(await page.locator(".preview-numbers .facts").innerText(), /5,000[^]*Mean/);
  });

  await t.step("a page is shown in a frame that runs nothing, and as its source", async () => {
    const watched = await openArtifact(stage, "page");
    const { page } = watched;
    const frame = page.frameLocator("iframe[sandbox='']");
    await frame.getByRole("heading", { name: "A page" }).waitFor();
    await frame.getByRole("link", { name: "x" }).click();
    await page.getByRole("button", { name: "Source" }).click();
    await page.locator("pre.paper", { hasText: "<script>top.hacked" }).waitFor();
    await staysText(page);
    // The browser says what it has kept the page in the frame from.
    const kept = /Blocked script|sandboxed|Content Security Policy|Content-Security-Policy/;
    assert.deepEqual(watched.faults.filter((fault) => !kept.test(fault)), []);
    watched.faults.length = 0;
    await watched[Symbol.asyncDispose]();
  });

  await t.step(
    "images, long texts and bytes have their own forms, and all can be had",
    async () => {
      await using image = await openArtifact(stage, "picture");
      await image.page.getByText("10 × 10").waitFor();
      await using text = await openArtifact(stage, "prose");
      await text.page.getByText(/^The first 65,536 characters/).waitFor();
      await staysText(text.page);
      await using bytes = await openArtifact(stage, "bytes");
      await bytes.page.getByText("0010  10 11 12").waitFor();
      const [download] = await Promise.all([
        bytes.page.waitForEvent("download"),
        bytes.page.getByRole("link", { name: "Download" }).click(),
      ]);
      assert.equal((await Deno.stat(await download.path())).size, 600);
    },
  );

  await t.step("where the same value is used is told, and leads there", async () => {
    await using watched = await openArtifact(stage, "wave");
    const { page } = watched;
    await page.locator(".uses").getByRole("link", { name: /Hostile\/2/ }).first().click();
    await page.waitForURL(/\/runs\/Hostile\/2\/tasks\/\d+\/artifacts\?name=wave/);
    await page.getByRole("slider").waitFor();
  });

  await t.step("a run's are shown by step, of any of its tasks", async () => {
    await using watched = await stage.open("/runs/Hostile/1/artifacts");
    const { page } = watched;
    await page.getByRole("heading", { name: "Parameters and constants" }).waitFor();
    await page.getByLabel("Task of work").selectOption({ label: "work/4" });
    await page.locator('[data-row="work/n"] a').click();
    await page.waitForURL(/task=4&name=n/);
    await page.locator(".scalar").getByText("2", { exact: true }).waitFor();
    await page.locator('[data-row="run/label"] a').click();
    await page.locator("pre.paper").getByText("<img src=x").waitFor();
    await staysText(page);
  });
});
