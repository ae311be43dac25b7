import assert from "node:assert/strict";
import fc from "fast-check";
import type { Graph } from "../../core/graph/graph.ts";
import { analyse, type Analysis } from "../../core/lint/analysis.ts";
import { offerDecorators } from "../../cli/flow_file/built_in_decorators.ts";
import { runFlow } from "../../mod.ts";
import { FlowError } from "../../store/error.ts";
import type { RunEvent } from "../../core/runtime/events.ts";
import { holds } from "../helpers/property.ts";
import { FlowFiles } from "./flow_files.ts";
import { anyMutation, mildMutation, mutate } from "./mutate.ts";
import { StuckGuard } from "./stuck.ts";

offerDecorators();

/** Every finding says what is wrong and where, in a file that has this place. */
function assertPlaces({ diagnostics }: Analysis): void {
  for (const { rule, severity, message, file, line, column } of diagnostics) {
    assert.match(rule, /^[a-z-]+$/);
    assert.ok(severity === "error" || severity === "warning");
    assert.notEqual(message, "");
    const lines = Deno.readTextFileSync(file).split(/\r\n|[\n\r\u2028\u2029]/);
    assert.ok(line >= 1 && line <= lines.length, `${rule}: line ${line} of ${lines.length}`);
    const width = lines[line - 1]!.length + 1;
    assert.ok(column >= 1 && column <= width, `${rule}: column ${column} of ${width}`);
  }
}

Deno.test("check finds mistakes with their places in whatever a flow file is turned into", async () => {
  using files = new FlowFiles();
  const names = [...files.flows.keys()].sort();
  await holds(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(anyMutation, { minLength: 1, maxLength: 4 }),
      async (name, mutations) => {
        const text = mutations.reduce(mutate, files.flows.get(name)!);
        const path = files.writeBeside(name, "mutant.ts", text);
        assertPlaces(await analyse(path, { cache: false }));
      },
    ),
    { runs: 400 },
  );
});

/** What of a graph the scheduler walks along. */
function shapeOf({ steps, start, end }: Graph): string {
  return JSON.stringify([
    start,
    end,
    steps.map(({ name, join, transition }) => [name, join, transition]),
  ], (key, value) => key === "location" ? undefined : value);
}

/** Messages of a step that does not go on as a graph that was checked should let it. */
const GRAPH_REASONS = [
  /^Cannot go on from step/,
  /calls this\.next (a second time|without a step|with options|with cases)/,
  /ended without calling this\.next/,
  /branches twice to step/,
  /is the last step, but calls this\.next/,
  /which its source does not say/,
  /^Cannot make .* a step/,
];

/** What the check has foretold, as a warning, for this step. */
const FORETOLD = ["next-missing"];

/** Flows that need nothing from outside and end by themselves. */
function harmless([name, text]: [string, string]): boolean {
  return /fixtures\/lint\/.*good|acceptance\/flows\/(shapes|loops|merging|switches)|hello/.test(
    name,
  ) &&
    !/permissions|Deno\.|fetch|node:|from "\.|setTimeout|param\(\{ schema/.test(text);
}

Deno.test("what check accepts does not fail for a reason of the graph when it runs", async () => {
  using files = new FlowFiles();
  const names = [...files.flows].filter(harmless).map(([name]) => name).sort();
  const shapes = new Map<string, string>();
  const known = async (name: string, flow: string) => {
    if (!shapes.has(name)) {
      const { graphs } = await analyse(`${files.path}/${name}`, { cache: false });
      for (const graph of graphs) shapes.set(`${name}:${graph.flow}`, shapeOf(graph));
      shapes.set(name, "");
    }
    return shapes.get(`${name}:${flow}`);
  };
  let count = 0;
  let ran = 0;
  await holds(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(mildMutation, { minLength: 1, maxLength: 2 }),
      async (name, mutations) => {
        const text = mutations.reduce(mutate, files.flows.get(name)!);
        const file = `mutant${++count}.ts`;
        const path = files.writeBeside(name, file, text);
        const { graphs, diagnostics } = await analyse(path, { cache: false });
        for (const graph of graphs) {
          const mine = diagnostics.filter(({ flow }) => !flow || flow === graph.flow);
          if (mine.some(({ severity }) => severity === "error")) continue;
          if (shapeOf(graph) === await known(name, graph.flow)) continue;
          ran++;
          await assertRuns(files, `${path}:${graph.flow}`, graph, mine);
        }
        Deno.removeSync(path);
      },
    ),
    { runs: 400 },
  );
  if (Deno.env.get("FLOW_FUZZ_SEED")) console.log(`ran ${ran} flows`);
});

async function assertRuns(
  files: FlowFiles,
  file: string,
  graph: Graph,
  warnings: Analysis["diagnostics"],
): Promise<void> {
  const events: RunEvent[] = [];
  // A loop may go on for ever now: that is no reason of the graph.
  const stop = new AbortController();
  using guard = new StuckGuard();
  let tasks = 0;
  const run = await runFlow(file, {
    store: `${files.path}/.flow`,
    maxSplits: 20,
    signal: AbortSignal.any([stop.signal, guard.signal]),
    onEvent(event) {
      events.push(event);
      if (event.type === "task_started" && ++tasks > 60) stop.abort();
    },
    with: [{ name: "timeout", options: { seconds: 5 } }],
  }).catch((error) => {
    // A file that is not there, or a parameter that does not fit.
    assert.ok(error instanceof FlowError && error.code !== "check-failed", String(error));
    return null;
  });
  if (run === null) return;
  const status = await run.status;
  assert.ok(!guard.stuck, "the run is stuck");
  if (stop.signal.aborted) return;
  const failed = events.filter((event) => event.type === "task_failed");
  if (status === "failed") assert.notEqual(failed.length, 0, "a run fails by a task");
  for (const { step, error } of failed) {
    const foretold = warnings.some((one) => one.step === step && FORETOLD.includes(one.rule));
    const reason = GRAPH_REASONS.find((reason) => reason.test(error.message));
    assert.ok(reason === undefined || foretold, `${step}: ${error.message}\n${error.stack}`);
  }
  if (status === "succeeded") {
    const ended = events.some((event) =>
      (event.type === "task_succeeded" || event.type === "task_caught") && event.step === graph.end
    );
    assert.ok(ended, "the last step has run");
  }
}
