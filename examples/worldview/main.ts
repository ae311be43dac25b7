/**
 * What is in the store: every flow, how many runs it has, the latest of them, and its tags.
 *
 * Shows: the client. This is an ordinary script, not a flow; it reads the store that is found
 * upwards from the current folder, or the one that `FLOW_STORE` names.
 *
 * ```
 * deno run -A examples/worldview/main.ts
 * ```
 */

import { FlowError, flows } from "flow";
import { table } from "../lib/table.ts";

async function worldview(): Promise<string> {
  const rows: (string | number)[][] = [];
  for await (const flow of flows()) {
    let runs = 0;
    for await (const _ of flow.runs()) runs++;
    const latest = await flow.latestRun();
    const successful = await flow.latestSuccessfulRun();
    rows.push([
      flow.name,
      runs,
      latest?.pathspec ?? "none",
      await latest?.status ?? "",
      successful?.pathspec ?? "none",
      (await latest?.userTags ?? []).join(", "),
    ]);
  }
  if (rows.length === 0) return "No flow has run yet";
  return table(["Flow", "Runs", "Latest", "Status", "Latest successful", "Tags"], rows);
}

try {
  console.log(await worldview());
} catch (error) {
  // Where no flow has run yet, there may be no store.
  if (!(error instanceof FlowError)) throw error;
  console.error(`${error.message}\n${error.hint}`);
  Deno.exit(1);
}
