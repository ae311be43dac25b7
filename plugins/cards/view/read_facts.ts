import type { FrameInfo, Reader, TaskInfo } from "../../../core/client/reader.ts";
import { plain } from "../author/plain.ts";
import type { TaskFacts } from "./facts.ts";
import { formatValue } from "./format.ts";
import { previewOf } from "./preview.ts";
import { RunGraph } from "./run_graph.ts";

/** Values that are shown with what is in them; the others are counted. */
const MOST_VALUES = 40;
/** Steps of a graph that is drawn whole. */
const MOST_STEPS = 40;

/** Reads what a default card shows. */
export async function readFacts(
  reader: Reader,
  task: TaskInfo,
  attempt: number,
): Promise<TaskFacts> {
  const { run, number, step } = task;
  const [attempts, frames, seen, root, graph] = await Promise.all([
    reader.attempts(run, number),
    reader.frames(run, number),
    reader.artifacts(run, number),
    reader.artifacts(run, 0),
    RunGraph.read(reader, run),
  ]);
  const own = seen.filter((one) => one.task === number);
  const isLast = attempt === task.attempt;
  const parameters = root.filter(({ name }) => graph.isParameter(name));
  const show = (all: typeof own) =>
    Promise.all(all.slice(0, MOST_VALUES).map((one) => previewOf(reader, one)));
  return {
    pathspec: `${run}/${step}/${number}`,
    step,
    attempt,
    attempts,
    frames: await Promise.all(frames.map((frame) => frameOf(reader, frame))),
    parameters: await show(parameters),
    artifacts: isLast ? await show(own) : null,
    more: Math.max(0, own.length - MOST_VALUES),
    ...graph.around(step),
    graph: graph.size > MOST_STEPS ? null : graph.svg(),
    origin: task.origin,
  };
}

async function frameOf(reader: Reader, { step, index, size, item }: FrameInfo) {
  const { preview } = item === null ? { preview: null } : await previewOf(reader, item);
  const value = preview?.is === "json" ? plain(preview.value, { items: 5, depth: 2 }) : "…";
  return { step, index, size, item: formatValue(value).slice(0, 200) };
}
