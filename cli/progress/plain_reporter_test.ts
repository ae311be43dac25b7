import assert from "node:assert/strict";
import type { RunEvent } from "../../core/runtime/events.ts";
import { Output } from "../terminal/output.ts";
import { RunModel } from "./model.ts";
import { PlainReporter } from "./plain_reporter.ts";
import { errorOf, EventMaker, foreachGraph } from "./progress_fixture.ts";

/** Reports events and gives the lines, without the time at their beginning. */
function report(events: Iterable<RunEvent>, verbose = false): string[] {
  let text = "";
  const decoder = new TextDecoder();
  const stream = {
    isTerminal: () => false,
    writeSync: (bytes: Uint8Array) => {
      text += decoder.decode(bytes);
      return bytes.length;
    },
  };
  const model = new RunModel(foreachGraph());
  const reporter = new PlainReporter(new Output(stream, false), model, verbose);
  for (const event of events) reporter.event(event, model.apply(event));
  reporter.close();
  return text.trimEnd().split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""));
}

Deno.test("PlainReporter tells of tasks, attempts and the log line by line", () => {
  const make = new EventMaker();
  const of = { step: "start", task: "1", attempt: 1 };
  assert.deepEqual(
    report([
      make.of("run_started", { flow: "Demo", store: "/s/.flow", origin: null }),
      make.started("start", "1"),
      make.of("log", { ...of, stream: "stdout", text: "hello\nwor" }),
      make.of("attempt_failed", { ...of, error: errorOf("a\nb"), retryIn: 2000 }),
      make.started("start", "1", 2),
      make.succeeded("start", "1", 2),
      make.of("warning", { message: "disk is low", hint: "Free some." }),
    ]),
    [
      "Demo/1 started, store /s/.flow",
      "start/1 │ hello",
      "start/1 │ wor",
      "start/1 failed at attempt 1: TypeError: a\\nb; again in 2.0 s",
      "start/1 succeeded in 5 ms",
      "warning: disk is low. Free some.",
    ],
  );
});

function* manyTasks(): Generator<RunEvent> {
  const make = new EventMaker();
  yield make.of("foreach_started", { step: "start", task: "1", target: "score", size: 10_000 });
  for (let i = 0; i < 10_000; i++) {
    const task = `${i + 2}`;
    yield make.started("score", task);
    yield make.of("log", { step: "score", task, attempt: 1, stream: "stdout", text: "x\n" });
    yield make.succeeded("score", task);
  }
}

Deno.test("PlainReporter marks the progress of a wide foreach in few lines", () => {
  const lines = report(manyTasks());
  assert.ok(lines.length < 50, `${lines.length} lines`);
  assert.equal(lines[0], "start/1 splits into 10,000 tasks of score");
  assert.ok(lines.includes("score 1,000 of 10,000 tasks done"));
  assert.equal(lines.at(-1), "score 10,000 of 10,000 tasks done");
  assert.equal(lines.filter((line) => line.includes("│ x")).length, 20);
});

Deno.test("PlainReporter tells everything when asked to", () => {
  assert.equal(report(manyTasks(), true).length, 30_001);
});
