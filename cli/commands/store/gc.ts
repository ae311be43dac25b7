import type { GcReport } from "../../../store/upkeep/gc.ts";
import { defineCommand } from "../../framework/command.ts";
import type { Output } from "../../terminal/output.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatTable } from "../../terminal/table.ts";
import { formatBytes, formatCount, plural } from "../../terminal/units.ts";
import { parseAge } from "../../upkeep/parse_age.ts";
import { storeFolder } from "../../upkeep/store_folder.ts";

const LISTED = 20;

export default defineCommand({
  description: "Removes the runs that are given up, and all objects that no run needs.\n" +
    "Without --keep-last and --older-than no run goes. Runs with the tag pin stay, and so do\n" +
    "those that are running. Flows may run meanwhile.",
  examples: [
    "store gc --dry-run --keep-last 10",
    "store gc --older-than 30d --keep-last 5",
    "store gc --flow GenreStats --older-than 2w",
  ],
  options: {
    dryRun: { kind: "flag", help: "only tell what would go" },
    keepLast: {
      kind: "count",
      value: "N",
      min: 0,
      help: "of each flow (and branch) the newest N stay, older ones go",
    },
    olderThan: {
      kind: "text",
      value: "AGE",
      help: "only runs that ended longer ago go: 12h, 30d, 2w",
    },
    flow: { kind: "list", value: "FLOW", complete: "flow", help: "only runs of these flows go" },
  },
  positionals: {},
  async run({ options, globals, out }) {
    const { collectGarbage } = await import("../../../store/upkeep/gc.ts");
    const { dryRun, keepLast, olderThan, flow } = options;
    const report = await collectGarbage(storeFolder(globals), {
      dryRun,
      ...(keepLast === undefined ? {} : { keepLast }),
      ...(olderThan === undefined ? {} : { olderThan: parseAge("--older-than", olderThan) }),
      ...(flow.length === 0 ? {} : { flows: flow }),
    });
    if (globals.json) out.json(report);
    else show(report, globals.quiet, out);
    return 0;
  },
});

function show(report: GcReport, quiet: boolean, out: Output): void {
  const { colours } = out;
  if (!quiet && report.runs.length > 0) {
    const rows = report.flows.map(({ flow, runs, objects, bytes }) => [
      safeText(flow),
      formatCount(runs),
      formatCount(objects),
      formatBytes(bytes),
    ]);
    const right = { align: "right" as const };
    const columns = [
      { title: "flow" },
      { title: "runs", ...right },
      { title: "objects", ...right },
      { title: "bytes", ...right },
    ];
    for (const line of formatTable(columns, rows, Infinity, colours.dim)) out.line(line);
    const names = report.runs.slice(0, LISTED).map(safeText).join(" ");
    const more = report.runs.length > LISTED ? ` and ${report.runs.length - LISTED} more` : "";
    out.line(colours.dim(`${names}${more}`));
  }
  out.line(
    `${report.dryRun ? "Would remove" : "Removed"} ${plural(report.runs.length, "run")}, ` +
      `${plural(report.objects, "object")} and ${plural(report.files, "stray file")}: ` +
      formatBytes(report.bytes),
  );
  if (!report.complete) {
    out.line("Flows are running: some of what nobody needs may be left for the next time.");
  }
}
