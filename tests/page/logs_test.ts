import assert from "node:assert/strict";
import { Gate } from "./gate.ts";
import { browserTest } from "./stage.ts";

browserTest("logs", [["tests/page/flows/hostile.ts"]], async (stage, t) => {
  await t.step("what was printed is text, coloured, and its streams differ by a word", async () => {
    await using watched = await stage.open("/runs/Hostile/1/tasks/1/logs");
    const { page } = watched;
    const line = (text: string) => page.locator(".log-line", { hasText: text }).first();
    await line("<script>top.hacked").waitFor();
    const colour = (text: string) =>
      page.locator(".log-line span", { hasText: text }).first()
        .evaluate((one) => getComputedStyle(one).color);
    assert.notEqual(await colour("red"), await colour("orange"));
    assert.equal(await line("link").innerText(), "link");
    assert.equal(await line("after an avalanche").innerText(), "after an avalanche");
    await line("40,000 more characters").waitFor();
    assert.equal(await line("to stderr").getAttribute("data-mark"), "err");
    assert.equal(await page.evaluate("globalThis.hacked ?? null"), null);
    assert.equal(
      await page.locator("main script, main img, .log-lines a, .log [onerror]").count(),
      0,
    );
    const { style, shown } = await page.evaluate(() => ({
      style: getComputedStyle(document.querySelector(".log-block")!).contentVisibility,
      shown: document.querySelectorAll(".log-line").length,
    }));
    assert.equal(style, "auto");
    assert.ok(shown > 1000, "so many that the browser's own search is of use");
  });

  await t.step("a search goes through the whole log, forwards, backwards, and around", async () => {
    await using watched = await stage.open("/runs/Hostile/1/tasks/1/logs");
    const { page } = watched;
    await page.locator(".log-line").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("LINE 299");
    const status = page.locator(".log-tools [role=status]");
    await status.getByText("11 lines").waitFor();
    await page.keyboard.press("Enter");
    await status.getByText("1 of 11").waitFor();
    const found = page.locator(".log-line.found");
    await found.getByText("line 299 of many").waitFor();
    await page.keyboard.press("Shift+Enter");
    await found.getByText("line 2999 of many").waitFor();
    await status.getByText("11 of 11").waitFor();
    assert.equal(await found.locator("mark").innerText(), "line 299");
    assert.ok(
      await found.evaluate((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return top > 0 && bottom < innerHeight;
      }),
    );
    assert.equal(new URL(page.url()).searchParams.get("q"), "LINE 299");
    await page.keyboard.press("Enter");
    await status.getByText("1 of 11").waitFor();
  });

  await t.step("its ends, a stream, a time and an attempt are gone to", async () => {
    await using watched = await stage.open("/runs/Hostile/1/tasks/1/logs");
    const { page } = watched;
    await page.locator(".log-line").first().waitFor();
    await page.keyboard.press(">");
    await page.locator(".log-line", { hasText: "line 2999 of many" }).waitFor();
    await page.waitForFunction(() => scrollY > 1000);
    await page.keyboard.press("<");
    await page.locator(".log-line", { hasText: "avalanche" }).waitFor();
    await page.getByLabel("Stream").selectOption("stderr");
    await page.waitForFunction(() => document.querySelectorAll(".log-line").length === 1);
    await page.getByLabel("Stream").selectOption("flow");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByLabel("Jump to a time").fill("2030-01-01T00:00:05");
    await page.waitForURL(/at=\d+/);
    await using other = await stage.open("/runs/Hostile/1/tasks/4/logs");
    await other.page.locator(".log-line", { hasText: "attempt 2" }).waitFor();
    await other.page.getByRole("link", { name: /Attempt 1/ }).click();
    await other.page.locator(".log-line", { hasText: "attempt 1" }).waitFor();
    await using none = await stage.open("/runs/Hostile/1/tasks/10/logs");
    await none.page.getByText("Nothing was printed").waitFor();
  });

  await t.step("it can be had as a file", async () => {
    await using watched = await stage.open("/runs/Hostile/1/tasks/1/logs");
    const { page } = watched;
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    const text = await Deno.readTextFile(await download.path());
    assert.match(text, /line 2999 of many\n/);
    assert.ok(text.includes("y".repeat(50_000)));
  });

  await t.step("the log of a running task is followed", async () => {
    await using gate = new Gate();
    const run = stage.flow(["run", "tests/page/flows/talks.ts", "--gate", gate.url]).spawn();
    await using list = await stage.open("/");
    await list.page.locator('[data-row="Talks/1"] .status.running').waitFor();
    await using watched = await stage.open("/runs/Talks/1/tasks/1/logs");
    const { page } = watched;
    await page.locator(".log-line", { hasText: "before 299" }).waitFor();
    const follow = page.getByRole("button", { name: "Follow" });
    assert.equal(await follow.getAttribute("aria-pressed"), "true");
    gate.open();
    const last = page.locator(".log-line", { hasText: "after the gate" });
    await last.waitFor();
    await page.waitForFunction(() => {
      const { bottom } = [...document.querySelectorAll(".log-line")].at(-1)!
        .getBoundingClientRect();
      return bottom <= innerHeight;
    });
    await Promise.all([run.status, run.stdout.cancel(), run.stderr.cancel()]);
  });
});
