import assert from "node:assert/strict";
import { browserTest, type Stage } from "./stage.ts";

const FLOW = `import { FlowSpec, param, step } from "flow";
export default class Changing extends FlowSpec {
  size = param({ default: 1 });
  same = param({ default: "x" });
  kept!: unknown;
  @step start() { this.kept = { size: this.size, list: [1, 2] }; this.next(this.end); }
  @step end() {}
}
`;

/** Runs a flow, changes it, and runs it again with another parameter. */
async function runTwice(stage: Stage): Promise<void> {
  const file = `${stage.store}/changing.ts`;
  await Deno.writeTextFile(file, FLOW);
  await stage.run([file]);
  const changed = FLOW
    .replace("this.next(this.end);", "this.next(this.more);")
    .replace("@step end", "@step more() { this.next(this.end); }\n  @step end");
  await Deno.writeTextFile(file, changed);
  await stage.run([file, "--size", "2"]);
}

browserTest("compare", [["examples/hello/flow.ts"]], async (stage, t) => {
  await runTwice(stage);

  await t.step("two runs are compared, or only what differs, as the address says", async () => {
    await using watched = await stage.open("/compare?a=Changing/1&b=Changing/2");
    const { page } = watched;
    const section = (id: string) => page.locator(`section#${id}`);
    await section("parameters").getByText("1 of 2 parameters differs").waitFor();
    await section("parameters").getByText("same", { exact: true }).waitFor();
    await section("graph").getByText("2 of 3 steps differ").waitFor();
    assert.match(await section("graph").innerText(), /→ end[^]*→ more[^]*only in B/);
    await section("artifacts").getByText("1 of 1 value differs").waitFor();
    await section("artifacts").getByRole("button", { name: "Differences of kept" }).click();
    await section("artifacts").locator(".removed", { hasText: '"size": 1' }).waitFor();
    await section("artifacts").locator(".added", { hasText: '"size": 2' }).waitFor();
    await section("code").getByText("1 of 1 file differs").waitFor();
    await section("code").locator(".added", { hasText: "@step more()" }).waitFor();
    assert.match(await section("steps").innerText(), /more\s+not reached\s+1/);

    await page.keyboard.press("d");
    await page.waitForURL(/only=1/);
    await section("parameters").getByText("same", { exact: true }).waitFor({ state: "detached" });
    await page.keyboard.press("x");
    await page.waitForURL(/a=Changing%2F2&b=Changing%2F1|b=Changing%2F1.*a=Changing%2F2/);
    await section("code").locator(".removed", { hasText: "@step more()" }).waitFor();
  });

  await t.step("the runs are chosen there, and what is missing is said", async () => {
    await using watched = await stage.open("/compare");
    const { page } = watched;
    await page.getByText("Which two runs?").waitFor();
    await page.getByLabel("Run A").fill("Changing/1");
    await page.getByLabel("Run A").press("Enter");
    await page.getByLabel("Run B").fill("Changing/1");
    await page.getByLabel("Run B").press("Enter");
    await page.getByText("the file is the same").waitFor();
    await page.getByLabel("Run B").fill("Changing/99");
    await page.getByLabel("Run B").press("Enter");
    await page.getByRole("alert").getByText(/99/).first().waitFor();
    // The browser tells of the answer 404 by itself.
    assert.ok(watched.faults.every((fault) => /404/.test(fault)), watched.faults.join());
    watched.faults.length = 0;
  });

  await t.step("it is opened from the list of runs", async () => {
    await using watched = await stage.open("/");
    const { page } = watched;
    await page.locator('[data-row="Changing/2"] input').check();
    await page.locator('[data-row="Changing/1"] input').check();
    await page.keyboard.press("c");
    await page.waitForURL(/\/compare\?/);
    await page.locator("#code").waitFor();
  });
});
