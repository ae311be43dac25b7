import { complete } from "../completion/complete.ts";
import { completeFromMachine } from "../completion/sources.ts";
import { defineCommand } from "../framework/command.ts";
import { COMMANDS } from "../framework/table.ts";
import { safeText } from "../terminal/safe_text.ts";

export default defineCommand({
  description: "Prints what may stand in place of the last word: a value and a tab and what it is.",
  examples: ["__complete -- runs Gen"],
  options: {},
  positionals: {
    words: { kind: "rest", help: "what stands after flow on the command line", required: false },
  },
  async run({ positionals, out }) {
    const flowOptions = async (file: string) => {
      const { flowOptionTable } = await import("../flow_file/flow_options.ts");
      return await flowOptionTable(file);
    };
    try {
      const found = await complete(positionals.words, COMMANDS, completeFromMachine, flowOptions);
      for (const { value, help } of found) out.line(`${safeText(value)}\t${safeText(help)}`);
    } catch {
      // A shell that completes has no place to show an error; it then has nothing to offer.
      return 1;
    }
    return 0;
  },
});
