import { openStore } from "../../../store/store.ts";
import { RunWriter, type TaskRow } from "../../../store/metadata/writer.ts";
import { encode } from "../../../store/objects/codec.ts";
import { digestSync } from "../../../store/objects/digest.ts";
import { newRun } from "./runs.ts";

/** The flow that all runs are of. */
export const FLOW_NAME = "Bench";

const GROUP = 1000;
/** Every so manieth run has failed, and has a tag. */
const FAILED = 20;

/** Makes a store with so many runs of five tasks each: a start, a foreach of two, a join, an end. */
export async function makeManyRuns(dir: string, runs: number): Promise<void> {
  using store = await openStore(dir, { create: true });
  const { db, objects } = store;
  const text = new TextEncoder();
  const graph = await objects.put(text.encode(JSON.stringify({ flow: FLOW_NAME, steps: [] })));
  const code = await objects.put(text.encode(JSON.stringify({ files: [] })));
  const writer = new RunWriter(db);
  const begun = Date.now() - runs * 60_000;
  for (let run = 0; run < runs; run++) {
    if (run % GROUP === 0) writer.begin();
    writeRun(writer, newRun(FLOW_NAME, begun + run * 60_000, graph.digest, code.digest), run);
    if (run % GROUP === GROUP - 1 || run === runs - 1) writer.commit();
  }
}

function writeRun(writer: RunWriter, run: ReturnType<typeof newRun>, at: number): void {
  const failed = at % FAILED === 0;
  writer.createRun(failed ? { ...run, tags: ["failing"] } : run);
  const { created } = run;
  const add = (row: Partial<TaskRow> & Pick<TaskRow, "number" | "step" | "next">) =>
    writer.task({
      status: "succeeded",
      attempt: 1,
      parent: row.number - 1 || null,
      joined: false,
      split: null,
      splitIndex: null,
      created: created + row.number,
      started: created + row.number,
      finished: created + row.number + 5,
      ...row,
    });
  const linear = (target: string) => ({ kind: "linear" as const, targets: [target] });
  set(writer, 0, "width", 2);
  add({ number: 1, step: "start", next: { kind: "foreach", targets: ["part"], size: 2 } });
  set(writer, 1, "source", `source of run ${at}`);
  for (const index of [0, 1]) {
    const place = { parent: 1, split: 1, splitIndex: index };
    add({ number: 2 + index, step: "part", next: linear("join"), ...place });
    set(writer, 2 + index, "score", at * 2 + index);
  }
  add({ number: 4, step: "join", next: linear("end"), joined: true, parent: null });
  writer.joinParents(4, new Uint32Array([2, 3]));
  set(writer, 4, "scores", [at * 2, at * 2 + 1]);
  if (!failed) add({ number: 5, step: "end", next: { kind: "end", targets: [] } });
  writer.finishRun(failed ? "failed" : "succeeded", created + 20, null);
}

function set(writer: RunWriter, task: number, name: string, value: unknown): void {
  const { kind, bytes } = encode(value);
  writer.artifact(task, name, {
    digest: digestSync(bytes),
    kind,
    size: bytes.length,
    data: bytes as Uint8Array<ArrayBuffer>,
  });
}
