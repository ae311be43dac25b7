import assert from "node:assert/strict";
import { browserTest } from "./stage.ts";

const RUNS = [["tests/page/flows/hostile.ts"], ["examples/statistics/flow.ts"]];

browserTest("code, lineage, cards and the store", RUNS, async (stage, t) => {
  await t.step("the code of a run is highlighted, and a step leads to its lines", async () => {
    await using watched = await stage.open("/runs/Hostile/1/graph?step=work");
    const { page } = watched;
    await page.getByRole("link", { name: "Its code" }).click();
    await page.waitForURL(/\/code\?step=work$/);
    const lines = page.locator(".code-line.at");
    await lines.first().getByText("work(item: number)").waitFor();
    assert.ok(
      await lines.first().evaluate((one) => {
        const { top } = one.getBoundingClientRect();
        return top > 0 && top < innerHeight;
      }),
    );
    const number = Number(await lines.first().getAttribute("data-line"));
    const source = await Deno.readTextFile(new URL("flows/hostile.ts", import.meta.url));
    assert.match(source.split("\n")[number - 1]!, /^ {2}work\(/);
    const copied = await page.locator(".code").evaluate((code) => {
      getSelection()!.selectAllChildren(code);
      return getSelection()!.toString();
    });
    assert.equal(copied.trimEnd(), source.trimEnd());
    assert.ok(await page.locator(".code-keyword").count() > 10);
    assert.equal(await page.locator("main script, main img").count(), 0);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the file" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), source);
  });

  await t.step("a flow of several files shows each, chosen by keyboard", async () => {
    await using watched = await stage.open("/runs/Statistics/1/code");
    const { page } = watched;
    await page.locator(".code-line").first().waitFor();
    const rows = page.locator(".split-list [data-row]");
    const names = await rows.locator("code").allInnerTexts();
    assert.ok(names.some((name) => name.endsWith("quartiles.ts")), names.join());
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/path=/);
    await page.getByRole("heading", { name: names[1]! }).waitFor();
  });

  await t.step("lineage folds a wide join, and is walked by keyboard", async () => {
    await using watched = await stage.open("/runs/Hostile/1/tasks/10/lineage");
    const { page } = watched;
    await page.getByText("It joined 8 tasks").waitFor();
    const passed = (name: string) =>
      page.locator(".parents .passed li", { has: page.getByText(name, { exact: true }) }).first();
    assert.match(await passed("n").getAttribute("class") ?? "", /gone/);
    assert.match(await passed("nested").getAttribute("class") ?? "", /other/);
    assert.match(await passed("wave").getAttribute("class") ?? "", /same/);
    await page.locator(".here a:focus").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\/11\/lineage$/);
    await page.getByText("It ended the run.").waitFor();
    await page.locator(".here a:focus").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\/10\/lineage$/);
    await page.locator('.parents [data-row="4"] a').click();
    await page.waitForURL(/\/tasks\/4\/lineage$/);
    await page.locator(".parents").getByRole("link", { name: "start/1" }).waitFor();
    await page.locator(".children").getByRole("link", { name: "gather/10" }).waitFor();
  });

  await t.step("cards are shown in frames that reach nothing", async () => {
    const watched = await stage.open("/runs/Hostile/1/cards");
    const { page } = watched;
    const list = page.getByRole("navigation", { name: "Cards" });
    await list.locator("[data-row]").first().waitFor();
    assert.equal(await list.locator("[data-row]").count(), 2);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/card=default/);
    const frame = page.locator("iframe.shown");
    assert.equal(await frame.getAttribute("sandbox"), "allow-popups");
    const inside = frame.contentFrame();
    await inside.getByText("A card <script>").waitFor();
    assert.equal(await inside.locator("img[src=x]").count(), 0);
    assert.equal(await page.evaluate("globalThis.hacked ?? null"), null);
    await page.goto(`${stage.url}/runs/Hostile/1/tasks/1/cards`);
    const own = page.frameLocator('iframe[title="Card own"]');
    await own.getByText("<script>").first().waitFor();
    await page.goto(`${stage.url}/runs/Statistics/1/cards`);
    await page.getByText("This run has no cards").waitFor();
    await watched[Symbol.asyncDispose]();
  });

  await t.step(
    "the store tells sizes, what it saves, and who uses the largest objects",
    async () => {
      await using watched = await stage.open("/store");
      const { page } = watched;
      await page.getByText("Deduplication saves").waitFor();
      await page.locator('[data-row="Hostile"]').waitFor();
      await page.getByRole("button", { name: "Flow", exact: true }).click();
      await page.waitForURL(/sort=flow/);
      assert.deepEqual(
        await page.locator("table").first().locator("[data-row]").evaluateAll((rows) =>
          rows.map((row) => (row as HTMLElement).dataset.row)
        ),
        ["Hostile", "Statistics"],
      );
      const row = page.locator("tbody", { has: page.getByText("movies", { exact: true }) }).last();
      await row.getByRole("button", { name: "Show" }).click();
      await page.waitForURL(/object=sha256/);
      await row.locator(".uses a").first().click();
      await page.waitForURL(/\/runs\/Statistics\/1\/artifacts\?name=movies/);
    },
  );
});
