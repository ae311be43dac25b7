import assert from "node:assert/strict";
import { browserTest } from "./stage.ts";

const RUNS = [
  ["examples/hello/flow.ts", "--tag", "nightly"],
  ["examples/hello/flow.ts", "--tag", "two words"],
  ["tests/page/flows/failing.ts"],
];

browserTest("the list of runs", RUNS, async (stage, t) => {
  await t.step("shows each run with status, tasks, user, tags and parameters as text", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    const row = page.locator('[data-row="Failing/1"]');
    assert.match((await row.innerText()).replaceAll(/\s+/g, " "), /Failing\/1 failed .*3 \/ 4/);
    assert.match(await row.innerText(), /<img src=x onerror/);
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.locator("[data-row]").count(), 3);
    assert.equal(await page.title(), "Runs · Flow");
  });

  await t.step("filters by words, tags, status and flow, all of it in the address", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    const rows = () =>
      page.locator("[data-row]").evaluateAll((all) =>
        all.map((row) => row.getAttribute("data-row"))
      );
    await page.locator("[data-row]").nth(2).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type('tag:"two words"');
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    assert.deepEqual(await rows(), ["Hello/2"]);
    assert.equal(new URL(page.url()).searchParams.get("q"), 'tag:"two words"');
    await page.reload();
    await page.locator("[data-row]").first().waitFor();
    assert.deepEqual(await rows(), ["Hello/2"]);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByLabel("Status").selectOption("failed");
    await page.locator('[data-row="Failing/1"]').waitFor();
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    assert.equal(new URL(page.url()).search, "?status=failed");
  });

  await t.step("is sorted by its heads", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    const first = (run: string) =>
      page.locator(`tbody tr:first-child[data-row="${run}"]`).waitFor();
    await first("Failing/1");
    await page.getByRole("button", { name: "Started" }).click();
    await first("Hello/1");
    assert.equal(new URL(page.url()).search, "?order=asc");
    await page.getByRole("button", { name: "Started" }).click();
    await first("Failing/1");
  });

  await t.step("says what to do where nothing fits", async () => {
    await using watched = await stage.open("/?q=nothing-like-it");
    const { page } = watched;
    await page.getByText("No run fits").waitFor();
    await page.getByRole("link", { name: "Show all runs" }).click();
    await page.locator('[data-row="Hello/1"]').waitFor();
  });

  await t.step("a click on a tag looks for it", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    await page.locator('[data-row="Hello/1"] .chip').click();
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    assert.equal(new URL(page.url()).searchParams.get("q"), "tag:nightly");
  });

  await t.step("goes by keyboard: j and k move, x selects, c compares, Enter opens", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    await page.locator("[data-row]").nth(2).waitFor();
    const at = () =>
      page.evaluate(() =>
        document.activeElement?.closest("[data-row]")?.getAttribute("data-row") ?? null
      );
    await page.keyboard.press("j");
    assert.equal(await at(), "Failing/1");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("j");
    assert.equal(await at(), "Hello/1");
    await page.keyboard.press("x");
    await page.keyboard.press("k");
    await page.keyboard.press("x");
    await page.getByText("Hello/1 and Hello/2 selected").waitFor();
    await page.keyboard.press("c");
    await page.waitForURL(/\/compare\?a=Hello%2F1&b=Hello%2F2/);
    await page.goBack();
    await page.locator("[data-row]").nth(2).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/Failing\/1$/);
  });

  await t.step("? lists the keys, and Escape closes that", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    await page.locator("[data-row]").first().waitFor();
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keys" });
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Next row[^]*Select for a comparison/);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  });

  await t.step("keeps the theme that was chosen", async () => {
    await using watched = await stage.open("/", { theme: "light" });
    const { page } = watched;
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.keyboard.press("T");
    await page.keyboard.press("T");
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    assert.equal(await ground(), dark);
  });
});

browserTest("a store that is empty, and one with a token", [], async (stage, t) => {
  await t.step("says how to run a flow, and shows the first run as it comes", async () => {
    const watched = await stage.open("/");
    const { page } = watched;
    await page.getByText("Nothing has run yet").waitFor();
    await page.getByRole("button", { name: "Copy: a command that runs a flow" }).waitFor();
    await stage.run(["examples/hello/flow.ts"]);
    await page.locator('[data-row="Hello/1"] .status.succeeded').waitFor();
    // The browser tells of the answers 503 by itself.
    assert.ok(watched.faults.every((fault) => /503/.test(fault)), watched.faults.join());
    watched.faults.length = 0;
    await watched[Symbol.asyncDispose]();
  });

  await t.step(
    "with a token, opens by the address that was shown, which then lacks it",
    async () => {
      await stage.stopServer();
      await stage.serve("--token", "secret");
      await using watched = await stage.open("/?token=secret&status=succeeded");
      const { page } = watched;
      await page.locator('[data-row="Hello/1"]').waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      assert.equal(new URL(page.url()).search, "?status=succeeded");
      await page.reload();
      await page.locator('[data-row="Hello/1"]').waitFor();
    },
  );
});
