import type { RunInfo } from "../../../../core/client/reader.ts";
import { shellQuote } from "../shell_quote.ts";
import { Command } from "../ui/copy.tsx";
import { runAgain } from "./run_again.ts";

/** What to type to go on from a run: a click copies it. */
export function RunCommands({ info }: { info: RunInfo }) {
  const { run, file, class: name, status, params } = info;
  const isBroken = status === "failed" || status === "cancelled" || status === "lost";
  const flow = `${file}:${name}`;
  return (
    <div class="commands">
      {isBroken && (
        <Command
          label="resume it"
          text={`flow resume ${shellQuote(flow)} --run ${shellQuote(run)}`}
        />
      )}
      <Command label="run the same again" text={runAgain(flow, params)} />
    </div>
  );
}
