/**
 * A program that reads a store again and again while flows are killed, and ends with an error as
 * soon as it sees a finished task that is not there as a whole. It ends when its input does, and
 * then tells how much it has seen.
 *
 * @module
 */

import assert from "node:assert/strict";
import { openStore as openClient } from "../../mod.ts";
import { listTasks } from "../../store/metadata/tasks.ts";
import { listRuns, runById } from "../../store/metadata/runs.ts";
import { openStore } from "../../store/store.ts";
import { assertWhole, isDone } from "./census.ts";

const [dir, flow, expected] = Deno.args as [string, string, string];
let going = true;
const input = Deno.stdin.read(new Uint8Array(1)).then(() => going = false);

const seen = new Set<string>();
let rounds = 0;
let results = 0;
{
  using store = await openStore(dir, { readonly: true });
  using client = openClient(dir);
  for (; going; rounds++) {
    for (const run of listRuns(store.db, { flow })) {
      for (const task of listTasks(store.db, run.id)) {
        const key = `${run.id}/${task.number}`;
        if (!isDone(task) || seen.has(key)) continue;
        try {
          assertWhole(store.db, store.objects, task);
        } catch (error) {
          // Somebody has just deleted the run; its rows go one after the other.
          if (runById(store.db, run.id) === undefined) break;
          throw error;
        }
        seen.add(key);
      }
      if (run.status !== "succeeded" || seen.has(`${run.id}`)) continue;
      const result = await client.run(`${flow}/${run.number}`).get("result").catch((error) => {
        if (runById(store.db, run.id) === undefined) return null;
        throw error;
      });
      if (result === null) continue;
      assert.deepEqual(result, JSON.parse(expected));
      seen.add(`${run.id}`);
      results++;
    }
    // The writers get their turn on a machine of few cores.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
console.log(JSON.stringify({ rounds, tasks: seen.size - results, results }));
await input;
