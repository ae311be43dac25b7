/**
 * What is in the store: every flow with its runs, the latest of them, and its tags.
 *
 * Shows: the client. This is an ordinary script, not a flow; it reads the store that is found
 * upwards from the current folder, or the one that `FLOW_STORE` names.
 *
 * ```
 * deno run -A examples/worldview/main.ts
 * ```
 */

import { flows } from "flow";
import { table } from "../lib/table.ts";

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
    latest ? await latest.status : "",
    successful?.pathspec ?? "none",
    latest ? [...await latest.tags].join(", ") : "",
  ]);
}

if (rows.length === 0) {
  console.log("No flow has run yet; try: deno task demo");
} else {
  console.log(
    table(["Flow", "Runs", "Latest", "Status", "Latest successful", "Tags of the latest"], rows),
  );
}
