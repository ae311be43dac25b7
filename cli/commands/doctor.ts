import { defineCommand } from "../framework/command.ts";
import { examine, type Finding } from "../doctor/examine.ts";
import type { Colours } from "../terminal/colours.ts";
import { safeText } from "../terminal/safe_text.ts";

export default defineCommand({
  description: "Looks whether all that Flow needs is in place, and says what to do where not.",
  examples: ["doctor", "doctor --json"],
  options: {},
  positionals: {},
  async run({ globals, out, colours }) {
    const findings = await examine(globals);
    if (globals.json) out.json(findings);
    else {
      const width = Math.max(...findings.map(({ name }) => name.length));
      for (const { level, name, text, hint } of findings) {
        if (globals.quiet && level === "good") continue;
        out.line(`${mark(level, colours)} ${name.padEnd(width)}  ${safeText(text)}`);
        if (hint !== undefined) out.line(`  ${" ".repeat(width)}  ${colours.dim(safeText(hint))}`);
      }
    }
    return findings.some(({ level }) => level === "bad") ? 1 : 0;
  },
});

function mark(level: Finding["level"], colours: Colours): string {
  return level === "good"
    ? colours.green("✓")
    : level === "note"
    ? colours.yellow("!")
    : colours.red("✗");
}
