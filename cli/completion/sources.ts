import type { Reader } from "../../core/client/reader.ts";
import type { Completion } from "../framework/command.ts";
import { readFlows } from "../flow_file/read_flow.ts";
import { openReader } from "../results/reader.ts";
import type { Candidate, Source } from "./complete.ts";

const MOST = 200;

/** Candidates from the folders and the store of this machine. */
export const completeFromMachine: Source = async (kind, word, { store, positionals }) => {
  if (typeof kind !== "string") return matching(kind.map(plain), word);
  switch (kind) {
    case "file":
      return files(word, () => true);
    case "folder":
      return files(word, () => false);
    case "flow-file":
      return files(word, (name) => /\.[cm]?[jt]sx?$/.test(name) && !/[._]test\./.test(name));
    case "step":
      return matching(await steps(positionals[0]), word);
  }
  const reader = await openReader({ store: store ?? Deno.env.get("FLOW_STORE") });
  return matching(await fromStore(reader, kind, word, positionals), word);
};

async function fromStore(
  reader: Reader,
  kind: Completion,
  word: string,
  positionals: readonly string[],
): Promise<Candidate[]> {
  switch (kind) {
    case "flow":
      return (await reader.flows()).map(({ flow }) => plain(flow));
    case "run":
      return await pathspecs(reader, word, 1);
    case "pathspec":
      return await pathspecs(reader, word, 4);
    case "tag":
      return await tags(reader, positionals[0]);
    default:
      return [];
  }
}

/** The next part of a pathspec; it ends in a slash where more may follow. */
async function pathspecs(reader: Reader, word: string, depth: number): Promise<Candidate[]> {
  const parts = word.split("/");
  const level = Math.min(parts.length - 1, depth);
  const prefix = parts.slice(0, level).join("/");
  const open = level < depth ? "/" : "";
  const make = (name: string | number, help: string, more = open) => ({
    value: `${prefix}${prefix === "" ? "" : "/"}${name}${more}`,
    help,
  });
  const [flow = "", number, step, task] = parts;
  const run = `${flow}/${number}`;
  switch (level) {
    case 0: {
      const flows = await reader.flows();
      return flows.map((one) => make(one.flow, `${one.runs} runs`, "/"));
    }
    case 1: {
      const runs = await reader.runs({ flow, limit: MOST });
      return runs.map((one) => make(one.number, one.status));
    }
    case 2:
      return (await reader.steps(run)).map((one) => make(one.step, "step"));
    case 3: {
      const tasks = await reader.tasks(run, { step: step!, limit: MOST });
      return tasks.map((one) => make(one.number, one.status));
    }
    default: {
      const artifacts = await reader.artifacts(run, Number(task));
      return artifacts.map((one) => make(one.name, one.kind, ""));
    }
  }
}

/** The steps of the flows in a file. */
async function steps(file: string | undefined): Promise<Candidate[]> {
  if (file === undefined) return [];
  const { graphs } = await readFlows(file);
  return graphs.flatMap((graph) =>
    graph.steps.map(({ name, doc }) => ({ value: name, help: doc || "step" }))
  );
}

/** The tags of a run, or all that the newest runs have. */
async function tags(reader: Reader, pathspec: string | undefined): Promise<Candidate[]> {
  const runs = pathspec?.includes("/")
    ? [pathspec]
    : (await reader.runs({ limit: MOST })).map(({ run }) => run);
  const found = new Set<string>();
  for (const run of runs) for (const { tag } of await reader.tags(run)) found.add(tag);
  return [...found].map(plain);
}

function files(word: string, wanted: (name: string) => boolean): Candidate[] {
  const end = word.lastIndexOf("/") + 1;
  const [folder, beginning] = [word.slice(0, end), word.slice(end)];
  const found: Candidate[] = [];
  try {
    for (const entry of Deno.readDirSync(folder === "" ? "." : folder)) {
      const { name } = entry;
      if (!name.startsWith(beginning) || (name.startsWith(".") && beginning === "")) continue;
      if (isFolder(entry, folder)) found.push({ value: `${folder}${name}/`, help: "folder" });
      else if (wanted(name)) found.push({ value: folder + name, help: "file" });
    }
  } catch {
    // There is no such folder, or it cannot be read: nothing to offer.
  }
  return found.sort((a, b) => a.value < b.value ? -1 : 1);
}

function isFolder({ name, isDirectory, isSymlink }: Deno.DirEntry, folder: string): boolean {
  return isDirectory || (isSymlink && Deno.statSync(folder + name).isDirectory);
}

function plain(value: string): Candidate {
  return { value, help: "" };
}

function matching(candidates: readonly Candidate[], word: string): Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(word));
}
