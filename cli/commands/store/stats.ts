import type { StoreStats } from "../../../store/upkeep/stats.ts";
import { defineCommand } from "../../framework/command.ts";
import type { Output } from "../../terminal/output.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatTable } from "../../terminal/table.ts";
import { formatBytes, formatCount, plural } from "../../terminal/units.ts";
import { storeFolder } from "../../upkeep/store_folder.ts";

const right = { align: "right" as const };

export default defineCommand({
  description: "Tells what the store holds, and which flows and objects take the room.",
  examples: ["store stats", "store stats --largest 30 --json"],
  options: {
    largest: {
      kind: "count",
      value: "N",
      min: 0,
      help: "how many of the largest objects; else 10",
    },
  },
  positionals: {},
  async run({ options, globals, out }) {
    const { storeStats } = await import("../../../store/upkeep/stats.ts");
    const { largest } = options;
    const stats = await storeStats(
      storeFolder(globals),
      largest === undefined ? {} : { largest },
    );
    if (globals.json) out.json(stats);
    else show(stats, out);
    return 0;
  },
});

function show(stats: StoreStats, out: Output): void {
  const { colours } = out;
  const { objects, database } = stats;
  out.line(colours.bold(safeText(stats.store)));
  out.line(
    `  ${plural(objects.count, "object")}, named by ${stats.digest}: ` +
      `${formatBytes(objects.bytes)} of content in ${formatBytes(objects.stored)}`,
  );
  out.line(`  ${formatBytes(stats.saved)} saved by keeping equal content once`);
  const free = database.free > 0 ? `, of which ${formatBytes(database.free)} are free` : "";
  out.line(`  database ${formatBytes(database.bytes + database.wal)}${free}`);
  out.line(`  code ${formatBytes(stats.code)}, temporary ${formatBytes(stats.temporary)}`);
  const flows = stats.flows.map(({ flow, runs, tasks, values, bytes, distinct }) => [
    safeText(flow),
    formatCount(runs),
    formatCount(tasks),
    formatCount(values),
    formatBytes(bytes),
    formatBytes(distinct),
  ]);
  const flowColumns = [
    { title: "flow" },
    { title: "runs", ...right },
    { title: "tasks", ...right },
    { title: "values", ...right },
    { title: "bytes", ...right },
    { title: "distinct", ...right },
  ];
  if (flows.length > 0) out.line();
  for (const line of formatTable(flowColumns, flows, Infinity, colours.dim)) out.line(line);
  const largest = stats.largest.map(({ digest, size, stored, owner }) => [
    formatBytes(size),
    formatBytes(stored),
    digest.slice(0, 19),
    owner === null ? "nobody" : safeText(ownerText(owner)),
  ]);
  const objectColumns = [
    { title: "size", ...right },
    { title: "on disk", ...right },
    { title: "object" },
    { title: "needed by" },
  ];
  if (largest.length > 0) out.line();
  for (const line of formatTable(objectColumns, largest, Infinity, colours.dim)) out.line(line);
}

type Owner = NonNullable<StoreStats["largest"][number]["owner"]>;

function ownerText({ as, run, step, task, name }: Owner): string {
  const where = task === undefined ? run : `${run}/${step}/${task}`;
  return name === undefined ? `${where} (${as})` : `${where} ${as} ${name}`;
}
