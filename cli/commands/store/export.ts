import { defineCommand } from "../../framework/command.ts";
import { usageError } from "../../framework/usage_error.ts";
import { openReader } from "../../results/reader.ts";
import { findRun } from "../../results/target.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatBytes, plural } from "../../terminal/units.ts";
import { storeFolder } from "../../upkeep/store_folder.ts";

export default defineCommand({
  description: "Writes a run to one file, with its artifacts, logs and code.\n" +
    "flow store import reads it, here or on another machine.",
  examples: ["store export GenreStats/7", "store export GenreStats results.flowrun"],
  options: {
    out: { kind: "text", value: "FILE", complete: "file", help: "the same as the argument FILE" },
  },
  positionals: {
    run: { help: "a run; a flow's name stands for its newest", required: true, complete: "run" },
    file: {
      help: "the file, replaced if there is one; else Flow-7.flowrun",
      required: false,
      complete: "file",
    },
  },
  async run({ options, positionals, globals, out }) {
    if (options.out !== undefined && positionals.file !== undefined) {
      throw usageError("The file is named twice, by an argument and by --out");
    }
    const { flow, number } = await findRun(await openReader(globals), positionals.run);
    const file = options.out ?? positionals.file ?? `${flow}-${number}.flowrun`;
    const { exportRun } = await import("../../../store/upkeep/export.ts");
    const report = await exportRun(storeFolder(globals), flow, number, file);
    if (globals.json) out.json(report);
    else if (!globals.quiet) {
      out.line(
        `Exported ${safeText(report.run)} to ${safeText(report.file)}: ` +
          `${plural(report.objects, "object")}, ${formatBytes(report.bytes)}`,
      );
    }
    return 0;
  },
});
