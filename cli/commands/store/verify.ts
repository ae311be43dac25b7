import type { VerifyReport } from "../../../store/upkeep/verify.ts";
import { defineCommand } from "../../framework/command.ts";
import { LiveArea } from "../../terminal/live_area.ts";
import type { Output } from "../../terminal/output.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { formatBytes, plural } from "../../terminal/units.ts";
import { storeFolder } from "../../upkeep/store_folder.ts";

const INTERVAL = 100;

export default defineCommand({
  description:
    "Reads everything in the store and finds what is damaged or missing, and who needs it.\n" +
    "Ends with 1 where something is lost. Flows may run meanwhile.",
  examples: ["store verify", "store verify --json", "store verify --repair"],
  options: {
    repair: {
      kind: "flag",
      help: "make a damaged store usable again; what is damaged is set aside",
    },
  },
  positionals: {},
  async run({ options, globals, out, err }) {
    const progress = showProgress(globals.json || globals.quiet ? null : err);
    const run = options.repair ? repair : verify;
    let found: Found;
    try {
      found = await run(storeFolder(globals), progress.at);
    } finally {
      progress.end();
    }
    const { report, repaired } = found;
    if (globals.json) out.json({ ...report, ...(repaired === null ? {} : { repaired }) });
    else {
      for (const line of repaired?.done ?? []) out.line(`${safeText(line)}.`);
      for (const path of repaired?.aside ?? []) out.line(`  set aside: ${safeText(path)}`);
      show(report, globals.quiet, out);
    }
    return report.ok ? 0 : 1;
  },
});

interface Found {
  report: VerifyReport;
  repaired: { done: string[]; aside: string[] } | null;
}

type OnProgress = (done: number, total: number) => void;

async function verify(dir: string, onProgress: OnProgress): Promise<Found> {
  const { verifyStore } = await import("../../../store/upkeep/verify.ts");
  return { report: await verifyStore(dir, { onProgress }), repaired: null };
}

async function repair(dir: string, onProgress: OnProgress): Promise<Found> {
  const { repairStore } = await import("../../../store/upkeep/repair.ts");
  const { done, aside, after } = await repairStore(dir, { onProgress });
  return { report: after, repaired: { done, aside } };
}

function show(report: VerifyReport, quiet: boolean, out: Output): void {
  const { colours } = out;
  for (const line of report.database) {
    out.line(`${colours.red("✗")} database: ${safeText(line)}`);
  }
  for (const { kind, digest, reason, neededBy, needed } of report.problems) {
    out.line(`${colours.red("✗")} ${kind} ${safeText(digest)}: ${safeText(reason)}`);
    for (const { as, run, step, task, name } of neededBy) {
      const where = task === undefined ? run : `${run}/${step}/${task}`;
      out.line(
        `    needed by ${safeText(`${where} ${as}${name === undefined ? "" : ` ${name}`}`)}`,
      );
    }
    if (needed > neededBy.length) {
      out.line(`    and ${plural(needed - neededBy.length, "more place")}`);
    }
    if (needed === 0) out.line("    needed by nobody");
  }
  if (quiet) return;
  const unneeded = [...report.strays, ...report.leftovers];
  if (unneeded.length > 0) {
    const bytes = unneeded.reduce((sum, file) => sum + file.bytes, 0);
    out.line(
      `${colours.yellow("!")} ${plural(unneeded.length, "file")} of ${formatBytes(bytes)} ` +
        "that nobody needs: flow store gc removes them",
    );
  }
  const { count, bytes } = report.objects;
  const mark = report.ok ? colours.green("✓") : colours.red("✗");
  const problems = report.database.length + report.problems.length;
  out.line(
    `${mark} ${plural(count, "object")} of ${formatBytes(bytes)} verified: ` +
      (report.ok ? "nothing is lost" : plural(problems, "problem")),
  );
}

/** How far it is, on one row of a terminal. */
function showProgress(out: Output | null) {
  const area = out?.isTerminal ? new LiveArea(out) : null;
  let drawnAt = 0;
  return {
    at(done: number, total: number) {
      if (area === null || performance.now() - drawnAt < INTERVAL) return;
      drawnAt = performance.now();
      const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
      area.draw([`verifying ${percent} % of ${formatBytes(total)}`]);
    },
    end: () => area?.clear(),
  };
}
