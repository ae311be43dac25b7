import { resumeFlow, type Run, type RunEvent, runFlow } from "flow";
import { type Ended, ENVIRONMENT, type Way } from "./way.ts";

/** By `runFlow` and `resumeFlow`, in this process. */
export const programmatic: Way = {
  name: "programmatic",
  run: (store, file, given) =>
    ended((onEvent) => runFlow(file, { ...given, store, keepGoing: true, onEvent })),
  resume: (store, file, origin) =>
    ended((onEvent) => resumeFlow(file, { origin, store, keepGoing: true, onEvent })),
  step: { why: "there is no function that runs one step again, only the command `step`" },
};

async function ended(start: (onEvent: (event: RunEvent) => void) => Promise<Run>): Promise<Ended> {
  // Steps get nothing of this process's environment but what they ask for, as everywhere.
  for (const [name, value] of Object.entries(ENVIRONMENT)) Deno.env.set(name, value);
  const events: RunEvent[] = [];
  const run = await start((event) => events.push(event));
  return { run: run.pathspec, status: await run.status, events };
}
