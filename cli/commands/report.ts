import { openStore } from "../../store/store.ts";
import { defineCommand } from "../framework/command.ts";
import { openReader } from "../results/reader.ts";
import { writePage } from "../results/page_output.ts";
import { findRun } from "../results/target.ts";
import { storeFolder } from "../upkeep/store_folder.ts";

export default defineCommand({
  description: "Prints a run as one HTML file that stands alone, to keep or to send to someone:\n" +
    "its graph, times, tasks, parameters, results, errors, cards, the ends of its logs, and its code.",
  examples: ["report GenreStats/7 > run.html", "report GenreStats --out run.html"],
  options: {
    out: { kind: "text", short: "o", value: "FILE", complete: "file", help: "write to a file" },
  },
  positionals: {
    run: { help: "a run; a flow's name stands for its newest", required: true, complete: "run" },
  },
  async run({ options, positionals, globals, out, err }) {
    const reader = await openReader(globals);
    const run = await findRun(reader, positionals.run);
    const { readReport } = await import("../../plugins/report/read_report.ts");
    const { reportHtml } = await import("../../plugins/report/report_html.ts");
    using store = await openStore(storeFolder(globals), { readonly: true });
    const html = await reportHtml(await readReport(reader, store, run));
    await writePage(html, { run: run.run }, { file: options.out, globals, out, err });
    return 0;
  },
});
