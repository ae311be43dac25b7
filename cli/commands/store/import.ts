import type { ImportReport } from "../../../store/upkeep/import.ts";
import { defineCommand } from "../../framework/command.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatBytes, plural } from "../../terminal/units.ts";
import { storeFolder } from "../../upkeep/store_folder.ts";

export default defineCommand({
  description:
    "Reads runs from files that flow store export wrote. All of a file is checked before\n" +
    "anything is kept; a run that is here already is not added again.",
  examples: ["store import GenreStats-7.flowrun", "store import *.flowrun --json"],
  options: {},
  positionals: {
    files: { kind: "rest", help: "the files", required: true, complete: "file" },
  },
  async run({ positionals, globals, out }) {
    const { importRun } = await import("../../../store/upkeep/import.ts");
    const reports: (ImportReport & { file: string })[] = [];
    for (const file of positionals.files) {
      const report = await importRun(storeFolder(globals), file);
      reports.push({ file, ...report });
      if (!globals.json && !globals.quiet) out.line(safeText(reportLine(report)));
    }
    if (globals.json) out.json(reports);
    return 0;
  },
});

function reportLine({ run, was, added, objects, bytes }: ImportReport): string {
  if (!added) return `${was} is here already, as ${run}`;
  const name = run === was ? run : `${was} as ${run}`;
  return `Imported ${name}: ${plural(objects, "new object")}, ${formatBytes(bytes)}`;
}
