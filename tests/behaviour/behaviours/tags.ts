import assert from "node:assert/strict";
import { client } from "../looks/client.ts";
import { command } from "../looks/command_line.ts";
import type { CalmBehaviour } from "./behaviour.ts";
import { openStore } from "flow";

/** Given at the start, changed by every step, then from outside by command line and client. */
export const tags: CalmBehaviour = {
  name: "tags and their changes",

  add: ({ tasks }) => ({
    imports: ["current"],
    tags: ["given", "for a while"],
    onStep: ({ name }) => ({
      code: `current.tags.add(${JSON.stringify(`by ${name}`)});` +
        (name === tasks.at(-1)!.step ? `\ncurrent.tags.delete("for a while");` : ""),
    }),
  }),

  check(seen, { model }) {
    assert.deepEqual(own(seen.tags), expected(model.tasks));
    assert.ok(seen.tags.some((tag) => tag.startsWith("user:")));
  },

  async afterwards({ model, stage, ended }) {
    const { store } = stage.lab;
    await command(store, ["tag", "add", ended.run, "by hand"]);
    using opened = openStore(store);
    const run = opened.run(ended.run);
    await run.addTag("by code", "by mistake");
    await run.removeTag("by mistake");
    await command(store, ["tag", "remove", ended.run, "given"]);
    const now = [...expected(model.tasks).filter((tag) => tag !== "given"), "by hand", "by code"];
    await stage.lookAtTags(ended.run, (tags) => assert.deepEqual(own(tags), now.sort()));
    const [system] = (await client.tags(store, ended.run)).filter((tag) => tag.startsWith("user:"));
    await assert.rejects(run.removeTag(system!), /cannot be removed|Flow's own|system/i);
  },
};

/** Tags that Flow did not give itself. */
function own(tags: readonly string[]): string[] {
  return tags.filter((tag) => !/^\w+:/.test(tag)).sort();
}

function expected(tasks: readonly { step: string }[]): string[] {
  return ["given", ...new Set(tasks.map(({ step }) => `by ${step}`))].sort();
}
