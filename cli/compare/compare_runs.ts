import { FlowError } from "../../store/error.ts";
import type { ArtifactInfo, Reader, RunInfo } from "../../core/client/reader.ts";
import type { CodeFile, CodeManifest } from "../../core/snapshot/code_package.ts";
import { extendedValue } from "../results/values.ts";
import { diffValues, type ValueChange } from "./value_diff.ts";

/** A pair: of the first run, and of the second. */
export type Pair<T> = [before: T, after: T];

/** How an artifact differs between two runs. */
export interface ArtifactChange {
  name: string;
  /** Digest, kind and size; null where the run does not have it. */
  artifacts: Pair<Pick<ArtifactInfo, "digest" | "kind" | "size"> | null>;
  /** Where the values differ; null where they are too large to be compared. */
  changes: ValueChange[] | null;
}

/** How two runs differ. */
export interface RunDifference {
  runs: Pair<string>;
  status: Pair<string>;
  /** Milliseconds; null while a run has not ended. */
  duration: Pair<number | null>;
  /** Parameters that differ, by name; `undefined` is left out of JSON. */
  params: Record<string, Pair<unknown>>;
  /** At the ends of the runs: those that differ, and the number of those that do not. */
  artifacts: { changed: ArtifactChange[]; same: number };
  /** Files of the code packages by path. */
  code: { changed: string[]; added: string[]; removed: string[]; same: number };
  /** Milliseconds from the first start to the last end of the tasks of a step, and their number. */
  steps: { step: string; duration: Pair<number | null>; tasks: Pair<number> }[];
}

const LARGE = 4 * 1024 * 1024;
const MAX_CHANGES = 50;

/** Compares two runs, of the same flow or not. */
export async function compareRuns(
  reader: Reader,
  before: RunInfo,
  after: RunInfo,
): Promise<RunDifference> {
  return {
    runs: [before.run, after.run],
    status: [before.status, after.status],
    duration: [durationOf(before), durationOf(after)],
    params: compareParams(before.params, after.params),
    artifacts: await compareArtifacts(reader, before, after),
    code: compareFiles(await codeFiles(reader, before), await codeFiles(reader, after)),
    steps: await compareSteps(reader, before, after),
  };
}

/** The files of a run's code package. */
export async function codeFiles(reader: Reader, { run, code }: RunInfo): Promise<CodeFile[]> {
  const bytes = await reader.bytes(objectOf(run, code, 0));
  const manifest: CodeManifest = JSON.parse(new TextDecoder().decode(bytes));
  return manifest.files;
}

/** An object that is no artifact, in the form in which a reader takes it. */
export function objectOf(run: string, digest: string, size: number): ArtifactInfo {
  return { run, task: 0, name: "code", digest, kind: "bytes", size };
}

function durationOf({ created, finished }: RunInfo): number | null {
  return finished === null ? null : finished - created;
}

function compareParams(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, Pair<unknown>> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, [before[name] ?? null, after[name] ?? null]]),
  );
}

async function compareArtifacts(
  reader: Reader,
  before: RunInfo,
  after: RunInfo,
): Promise<RunDifference["artifacts"]> {
  const [old, now] = await Promise.all([before, after].map((run) => endArtifacts(reader, run)));
  const changed: ArtifactChange[] = [];
  let same = 0;
  for (const name of [...new Set([...old!.keys(), ...now!.keys()])].sort()) {
    const [a, b] = [old!.get(name) ?? null, now!.get(name) ?? null];
    if (a?.digest === b?.digest && a?.kind === b?.kind) same++;
    else {
      const changes = await valueChanges(reader, a, b);
      changed.push({ name, artifacts: [reference(a), reference(b)], changes });
    }
  }
  return { changed, same };
}

/** What a run leaves; its parameters, which every task sees too, are compared by themselves. */
async function endArtifacts(reader: Reader, { run }: RunInfo): Promise<Map<string, ArtifactInfo>> {
  const end = await reader.endTask(run);
  const artifacts = end === null ? [] : await reader.artifacts(run, end.number);
  return new Map(
    artifacts.filter(({ task }) => task !== 0).map((artifact) => [artifact.name, artifact]),
  );
}

async function valueChanges(
  reader: Reader,
  before: ArtifactInfo | null,
  after: ArtifactInfo | null,
): Promise<ValueChange[] | null> {
  if (before === null || after === null) return [];
  if (before.size > LARGE || after.size > LARGE) return null;
  try {
    const [a, b] = [await extendedValue(reader, before), await extendedValue(reader, after)];
    return diffValues(a, b, MAX_CHANGES);
  } catch (error) {
    if (error instanceof FlowError && error.code === "artifact-unreadable") return null;
    throw error;
  }
}

function reference(artifact: ArtifactInfo | null) {
  return artifact && { digest: artifact.digest, kind: artifact.kind, size: artifact.size };
}

function compareFiles(before: CodeFile[], after: CodeFile[]): RunDifference["code"] {
  const old = new Map(before.map(({ path, digest }) => [path, digest]));
  const difference: RunDifference["code"] = { changed: [], added: [], removed: [], same: 0 };
  for (const { path, digest } of after) {
    if (!old.has(path)) difference.added.push(path);
    else if (old.get(path) === digest) difference.same++;
    else difference.changed.push(path);
    old.delete(path);
  }
  difference.removed.push(...old.keys());
  return difference;
}

async function compareSteps(
  reader: Reader,
  before: RunInfo,
  after: RunInfo,
): Promise<RunDifference["steps"]> {
  const [old, now] = await Promise.all(
    [before, after].map(async ({ run }) =>
      new Map((await reader.steps(run)).map((step) => [step.step, step]))
    ),
  );
  return [...new Set([...old!.keys(), ...now!.keys()])].map((step) => {
    const pair = [old!.get(step), now!.get(step)] as const;
    return {
      step,
      duration: pair.map((info) =>
        info?.started == null || info.finished === null ? null : info.finished - info.started
      ) as Pair<number | null>,
      tasks: pair.map((info) =>
        Object.values(info?.tasks ?? {}).reduce((a, b) => a + b, 0)
      ) as Pair<
        number
      >,
    };
  });
}
