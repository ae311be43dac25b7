import assert from "node:assert/strict";
import { browserTest } from "./stage.ts";

const FLOW = "tests/page/flows/carded.ts";

browserTest("the cards of a task", [[FLOW]], async (stage, t) => {
  await t.step("stand in frames that reach nothing", async () => {
    await using watched = await stage.open("/runs/Looked/1/tasks/1/cards");
    const { page } = watched;
    const live = page.frameLocator('iframe[title="Card live"]');
    await live.getByRole("heading", { name: "last" }).waitFor();
    const curious = page.frameLocator('iframe[title="Card curious"]');
    await curious.getByText(/^origin /).waitFor();
    assert.deepEqual(await curious.locator("li").allInnerTexts(), [
      "no parent",
      "no storage",
      "no cookie",
      "no top",
      "no api",
      "origin null",
    ]);
    assert.match(page.url(), /\/runs\/Looked\/1\/tasks\/1\/cards$/);
    // What the card tried is refused, which the browser tells.
    watched.faults.splice(0);
  });

  await t.step("reach nothing either where one is opened alone", async () => {
    await using watched = await stage.open(
      "/api/runs/Looked/1/tasks/1/attempts/1/cards/curious",
    );
    await watched.page.getByText("origin null").waitFor();
    const told = await watched.page.locator("li").allInnerTexts();
    assert.deepEqual(told.filter((one) => /storage|cookie|api/.test(one)), [
      "no storage",
      "no cookie",
      "no api",
    ]);
    watched.faults.splice(0);
  });

  await t.step("follow the step while it runs", async () => {
    const gate = `${stage.store}/gate`;
    const running = stage.flow(["run", FLOW, "--gate", gate]).spawn();
    await using watched = await stage.open("/runs");
    const { page } = watched;
    await page.getByRole("link", { name: "Looked/2" }).first().waitFor();
    await page.goto(`${stage.url}/runs/Looked/2/tasks/1/cards`);
    const live = page.frameLocator('iframe[title="Card live"]');
    await live.getByRole("heading", { name: "first <script>" }).waitFor();
    await Deno.writeTextFile(gate, "");
    await live.getByRole("heading", { name: "last" }).waitFor();
    const { code } = await running.output();
    assert.equal(code, 0);
    watched.faults.splice(0);
  });

  await t.step("are said not to be there where a step has none", async () => {
    await using watched = await stage.open("/runs/Looked/1/tasks/2/cards");
    await watched.page.getByText("This attempt has no cards").waitFor();
  });
});
