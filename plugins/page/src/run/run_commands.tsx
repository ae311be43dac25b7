import type { RunInfo } from "../../../../core/client/reader.ts";
import { shellQuote } from "../shell_quote.ts";
import { Command } from "../ui/copy.tsx";

/** What to type to go on from a run: a click copies it. */
export function RunCommands({ info: { run, file, class: name, status } }: { info: RunInfo }) {
  const isBroken = status === "failed" || status === "cancelled" || status === "lost";
  const flow = shellQuote(`${file}:${name}`);
  return (
    <div class="commands">
      {isBroken && (
        <Command label="resume it" text={`flow resume ${flow} --run ${shellQuote(run)}`} />
      )}
      <Command label="run the same again" text={`flow reproduce ${shellQuote(run)}`} />
    </div>
  );
}
