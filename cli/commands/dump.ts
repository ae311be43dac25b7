import { noArtifact } from "../../core/client/missing.ts";
import type { ArtifactInfo, Reader } from "../../core/client/reader.ts";
import { FlowError } from "../../store/error.ts";
import { explainPath } from "../../store/given_path.ts";
import type { Json } from "../../store/objects/extend.ts";
import { defineCommand } from "../framework/command.ts";
import { openReader } from "../results/reader.ts";
import { findTarget, type Target, taskPath } from "../results/target.ts";
import { extendedValue, formatValue, plainBytes } from "../results/values.ts";
import type { Output } from "../terminal/output.ts";
import { safeLines, safeText } from "../terminal/safe_text.ts";
import { formatBytes } from "../terminal/units.ts";

const DEFAULT_LENGTH = 1000;
/** Larger values are not read only to show their beginning. */
const SHOWN_SIZE = 64 * 1024 * 1024;

export default defineCommand({
  description: "Prints the artifacts that a task sees at its end, or those at the end of a run.\n" +
    "JSON has what it has no word for (Map, Date, bytes …) in the form of docs/values.md.",
  examples: [
    "dump GenreStats/7",
    "dump GenreStats/7/score/12 --include mean --json",
    "dump GenreStats/7/end/42/table --out table.bin",
    "dump GenreStats --out results.json",
  ],
  options: {
    include: { kind: "list", value: "NAME,…", help: "only these artifacts" },
    out: {
      kind: "text",
      value: "FILE",
      complete: "file",
      help: "write to a file: of one artifact its text or bytes, else JSON",
    },
    maxValueSize: {
      kind: "count",
      value: "N",
      min: 1,
      help: `characters of a value that are shown; else ${DEFAULT_LENGTH}`,
    },
  },
  positionals: {
    pathspec: {
      help: "Flow, Flow/7, Flow/7/step/12 or Flow/7/step/12/artifact",
      required: true,
      complete: "pathspec",
    },
  },
  async run({ options, positionals, globals, out, err }) {
    const reader = await openReader(globals);
    const target = await findTarget(reader, positionals.pathspec);
    const owner = await ownerOf(reader, target);
    const artifacts = choose(
      owner.path,
      await reader.artifacts(target.run.run, owner.task),
      target.artifact === undefined
        ? options.include.flatMap((names) => names.split(","))
        : [target.artifact],
    );
    if (options.out !== undefined) {
      const bytes = artifacts.length === 1 && target.artifact !== undefined
        ? await plainBytes(reader, artifacts[0]!)
        : null;
      await writeOut(options.out, bytes ?? await asJson(reader, artifacts));
      if (!globals.quiet) err.line(`Written to ${safeText(options.out)}`);
    } else if (globals.json) {
      out.json(await valuesOf(reader, artifacts));
    } else {
      const length = options.maxValueSize ?? DEFAULT_LENGTH;
      for (const artifact of artifacts) await print(reader, artifact, length, out);
    }
    return 0;
  },
});

/** Whose artifacts are meant: a task, or of a run its end task. */
async function ownerOf(
  reader: Reader,
  { run, step, task }: Target,
): Promise<{ path: string; task: number }> {
  if (task) return { path: taskPath(task), task: task.number };
  if (step === undefined) {
    const end = await reader.endTask(run.run);
    if (end !== null) return { path: run.run, task: end.number };
    throw new FlowError("not-found", `There are no artifacts at the end of ${run.run}`, {
      hint: `The run has no end: its status is "${run.status}". ` +
        `flow dump ${run.run}/STEP shows the artifacts of a step.`,
    });
  }
  const [first, second] = await reader.tasks(run.run, { step, limit: 2 });
  const path = `${run.run}/${step}`;
  if (first && !second) return { path: taskPath(first), task: first.number };
  throw new FlowError(
    "not-found",
    first ? `Step "${path}" has several tasks` : `Step "${path}" has no task yet`,
    { hint: first ? `Name one, such as "${taskPath(first)}".` : "", exitCode: first ? 2 : 1 },
  );
}

function choose(
  path: string,
  artifacts: readonly ArtifactInfo[],
  names: readonly string[],
): ArtifactInfo[] {
  if (names.length === 0) return [...artifacts];
  return names.map((name) => {
    const found = artifacts.find((artifact) => artifact.name === name);
    if (found) return found;
    throw noArtifact(path, name, artifacts.map((artifact) => artifact.name));
  });
}

async function valuesOf(
  reader: Reader,
  artifacts: readonly ArtifactInfo[],
): Promise<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const artifact of artifacts) {
    Object.defineProperty(values, artifact.name, {
      value: await extendedValue(reader, artifact),
      enumerable: true,
    });
  }
  return values;
}

async function asJson(reader: Reader, artifacts: readonly ArtifactInfo[]): Promise<Uint8Array> {
  const text = JSON.stringify(await valuesOf(reader, artifacts), null, 2);
  return new TextEncoder().encode(`${text}\n`);
}

async function writeOut(
  path: string,
  content: Uint8Array | ReadableStream<Uint8Array>,
): Promise<void> {
  try {
    await Deno.writeFile(path, content);
  } catch (error) {
    throw explainPath(error, "write", path);
  }
}

async function print(
  reader: Reader,
  artifact: ArtifactInfo,
  length: number,
  out: Output,
): Promise<void> {
  const { name, kind, size } = artifact;
  const { colours } = out;
  const head = `${colours.bold(safeText(name))} ${colours.dim(`${kind}, ${formatBytes(size)}`)}`;
  if (size > SHOWN_SIZE) {
    out.line(`${head}  too large to show; --out FILE writes it`);
    return;
  }
  const lines = safeLines(formatValue(await extendedValue(reader, artifact), length));
  if (lines.length === 1) out.line(`${head}  ${lines[0]}`);
  else for (const line of [head, ...lines.map((line) => `  ${line}`)]) out.line(line);
}
