import type { RunEvent } from "../../core/runtime/events.ts";
import type { RunHandle } from "../../core/runtime/run.ts";
import type { GlobalOptions } from "../framework/command.ts";
import { JsonReporter } from "../progress/json_reporter.ts";
import { LiveReporter } from "../progress/live_reporter.ts";
import { RunModel } from "../progress/model.ts";
import type { Sketch } from "../progress/outline.ts";
import { PlainReporter } from "../progress/plain_reporter.ts";
import type { Reporter } from "../progress/reporter.ts";
import { errorDetail, failureLines, resultLine, successLines } from "../progress/summary.ts";
import type { Output } from "../terminal/output.ts";
import { Interrupts } from "./interrupts.ts";

/** How a run is shown. */
export interface Show {
  /** The order of its steps. */
  sketch: Sketch | null;
  verbose: boolean;
  globals: GlobalOptions;
  out: Output;
  err: Output;
  /** The command that goes on with the run if it fails. */
  resume(run: string): string | null;
}

/**
 * Starts a run, shows it until it has ended, and tells how it went.
 *
 * @param start Starts it; gets what it has to tell of events, and to listen to.
 * @returns The exit code.
 */
export async function driveRun(
  show: Show,
  start: (to: { onEvent(event: RunEvent): void; signal: AbortSignal }) => Promise<RunHandle>,
): Promise<number> {
  const { out, err, globals } = show;
  const model = new RunModel(show.sketch);
  const reporter = chooseReporter(show, model);
  using interrupts = new Interrupts(() => {
    if (!globals.quiet) err.line("Cancelling the run; once more stops it at once.");
  });
  try {
    const handle = await start({
      onEvent(event) {
        const lines = model.apply(event);
        reporter?.event(event, lines);
      },
      signal: interrupts.signal,
    });
    interrupts.onSecond(() => handle.kill());
    await handle.ended;
  } finally {
    reporter?.close();
  }
  if (!globals.json) out.line(resultLine(model, out.colours));
  const { status, error, tasks } = model.finished!;
  if (status === "succeeded") {
    const next = globals.quiet || globals.json ? [] : successLines(model.run, out.colours);
    for (const line of next) out.line(line);
    return 0;
  }
  if (model.failures.length === 0 && error !== null) {
    for (const line of errorDetail(error, err.colours)) err.line(`  ${line}`);
  }
  const resume = show.resume(model.run);
  const failed = tasks.failed ?? 0;
  const lines = failureLines(model.run, model.failures, failed, resume, err.colours);
  for (const line of lines) err.line(line);
  return interrupts.happened ? 130 : 1;
}

function chooseReporter(show: Show, model: RunModel): Reporter | null {
  const { globals, out, verbose } = show;
  if (globals.json) return new JsonReporter(out);
  if (globals.quiet) return null;
  if (out.isTerminal && Deno.env.get("TERM") !== "dumb") {
    return new LiveReporter(out, model, verbose);
  }
  return new PlainReporter(out, model, verbose);
}
