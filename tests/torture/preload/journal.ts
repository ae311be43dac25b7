/**
 * Writes down, in one file for the scheduler and its executors, in which order files are made, synced
 * and moved, when transactions are committed, and what is told to whoever listens. `power_cuts.ts`
 * makes of it what a disk holds when the power is cut at some moment.
 *
 * `TORTURE_JOURNAL` is the folder of the journal. Executors get it in the address of this module, and
 * the right to write there.
 *
 * @module
 */

import { RunWriter } from "../../../store/metadata/writer.ts";

/** What happened; paths are absolute. */
export type Entry =
  /** A file is there, with no durable content. */
  | { op: "create"; path: string }
  /** All content that a file has is durable. */
  | { op: "sync"; path: string }
  | { op: "mkdir"; path: string }
  | { op: "rename" | "link"; from: string; to: string }
  | { op: "remove"; path: string }
  /** The names in a folder are durable. */
  | { op: "syncFolder"; path: string }
  /** SQLite has returned from a commit: its files are kept under this number. */
  | { op: "commit"; number: number }
  /** Written to the standard output. */
  | { op: "told"; text: string };

const given = new URL(import.meta.url).searchParams.get("folder");
const folder = given ?? Deno.env.get("TORTURE_JOURNAL")!;

const original = {
  mkdirSync: Deno.mkdirSync,
  rename: Deno.rename,
  renameSync: Deno.renameSync,
  linkSync: Deno.linkSync,
  removeSync: Deno.removeSync,
  remove: Deno.remove,
  open: Deno.open,
  openSync: Deno.openSync,
  writeFileSync: Deno.writeFileSync,
  copyFileSync: Deno.copyFileSync,
};

const journal = original.openSync(`${folder}/journal`, { append: true, create: true });
const writeSync = Deno.FsFile.prototype.writeSync;

function note(entry: Entry): void {
  writeSync.call(journal, new TextEncoder().encode(`${JSON.stringify(entry)}\n`));
}

const paths = new WeakMap<Deno.FsFile, string>();
Deno.open = async (path, options) => {
  const file = await original.open(path, options);
  opened(file, String(path), options);
  return file;
};
Deno.openSync = (path, options) => {
  const file = original.openSync(path, options);
  opened(file, String(path), options);
  return file;
};
function opened(file: Deno.FsFile, path: string, options: Deno.OpenOptions = {}) {
  paths.set(file, path);
  if (options.create || options.createNew) note({ op: "create", path });
}

const files = Deno.FsFile.prototype;
const { sync, syncSync, syncData, syncDataSync } = files;
function synced(file: Deno.FsFile) {
  const path = paths.get(file)!;
  note({ op: file.statSync().isDirectory ? "syncFolder" : "sync", path });
}
files.sync = async function () {
  await sync.call(this);
  synced(this);
};
files.syncData = async function () {
  await syncData.call(this);
  synced(this);
};
files.syncSync = function () {
  syncSync.call(this);
  synced(this);
};
files.syncDataSync = function () {
  syncDataSync.call(this);
  synced(this);
};

Deno.mkdirSync = (path, options) => {
  original.mkdirSync(path, options);
  note({ op: "mkdir", path: String(path) });
};
Deno.rename = async (from, to) => {
  await original.rename(from, to);
  note({ op: "rename", from: String(from), to: String(to) });
};
Deno.renameSync = (from, to) => {
  original.renameSync(from, to);
  note({ op: "rename", from: String(from), to: String(to) });
};
Deno.linkSync = (from, to) => {
  original.linkSync(from, to);
  note({ op: "link", from, to });
};
Deno.writeFileSync = (path, data, options) => {
  original.writeFileSync(path, data, options);
  note({ op: "create", path: String(path) });
};
Deno.removeSync = (path, options) => {
  original.removeSync(path, options);
  note({ op: "remove", path: String(path) });
};
Deno.remove = async (path, options) => {
  await original.remove(path, options);
  note({ op: "remove", path: String(path) });
};

// What SQLite has in its files once a commit has returned is durable: `synchronous` is FULL.
const { commit } = RunWriter.prototype;
let commits = 0;
RunWriter.prototype.commit = function () {
  commit.call(this);
  const path = this.db.location()!;
  const number = ++commits;
  original.copyFileSync(path, `${folder}/${number}.db`);
  original.copyFileSync(`${path}-wal`, `${folder}/${number}.db-wal`);
  note({ op: "commit", number });
};

if (given === null) {
  const stdoutWrite = Deno.stdout.writeSync;
  Deno.stdout.writeSync = (bytes) => {
    note({ op: "told", text: new TextDecoder().decode(bytes) });
    return stdoutWrite.call(Deno.stdout, bytes);
  };
  const { Command } = Deno;
  Deno.Command = class extends Command {
    constructor(command: string | URL, options: Deno.CommandOptions = {}) {
      const { args = [] } = options;
      const isExecutor = args.at(-2)?.endsWith("/executor/main.ts");
      super(command, isExecutor ? { ...options, args: preloading(args) } : options);
    }
  };
}

function preloading([run, ...rest]: readonly string[]): string[] {
  const widened = rest.map((arg) => arg.startsWith("--allow-write=") ? `${arg},${folder}` : arg);
  return [run!, `--preload=${import.meta.url}?folder=${encodeURIComponent(folder)}`, ...widened];
}
