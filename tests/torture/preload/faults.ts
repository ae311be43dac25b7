/**
 * Makes one call of the file system go wrong, in the scheduler or in the executors that it starts.
 * `TORTURE_FAULT` is `WHO:CALL:N:HOW`: who is `scheduler` or `executor`, and the N-th call (from 1)
 * of each such process goes wrong:
 *
 * - `ENOSPC`, `EIO`: it throws, as a full or a broken disk makes it
 * - `short`: a write writes half of it and says so, as POSIX allows
 * - `torn`: a write writes half of it and says that it was all
 * - `lost`: a rename or a sync says that it was done, and nothing was
 * - `full`: SQLite's `max_page_count` is what the database has, before the N-th transaction
 *
 * Executors are told in the address of this module, as their environment is not ours to fill. What
 * SQLite itself does with its files is out of reach here: see `disks.ts`.
 *
 * @module
 */

import { RunWriter } from "../../../store/metadata/writer.ts";

const told = new URL(import.meta.url).searchParams.get("fault");
const [who, call, count, how] = (told ?? Deno.env.get("TORTURE_FAULT") ?? "").split(":");
const here = told === null ? "scheduler" : "executor";
let left = Number(count);

/** Whether this call is the one. */
function isHit(name: string): boolean {
  return who === here && name === call && --left === 0;
}

const WORDS: Record<string, string> = {
  ENOSPC: "No space left on device (os error 28)",
  EIO: "Input/output error (os error 5)",
};

/** Throws what Deno throws, if that is asked for. */
function failure(): void {
  if (how! in WORDS) throw Object.assign(new Error(WORDS[how!]), { code: how });
}

const files = Deno.FsFile.prototype;
const { write, syncData, syncSync } = files;
files.write = async function (bytes) {
  if (!isHit("write")) return await write.call(this, bytes);
  failure();
  const half = bytes.subarray(0, bytes.length >> 1);
  await write.call(this, half);
  return how === "short" ? half.length : bytes.length;
};
files.syncData = async function () {
  if (isHit("syncData")) failure();
  else await syncData.call(this);
};
files.syncSync = function () {
  if (isHit("syncSync")) failure();
  else syncSync.call(this);
};

const { rename, renameSync, open, mkdirSync, linkSync } = Deno;
Deno.rename = async (from, to) => {
  if (isHit("rename")) failure();
  else await rename(from, to);
};
Deno.renameSync = (from, to) => {
  if (String(to).includes("/objects/") && isHit("renameSync")) failure();
  else renameSync(from, to);
};
Deno.open = async (path, options) => {
  if (options?.createNew && isHit("open")) failure();
  return await open(path, options);
};
Deno.mkdirSync = (path, options) => {
  if (String(path).includes("/objects/") && isHit("mkdirSync")) failure();
  mkdirSync(path, options);
};
Deno.linkSync = (from, to) => {
  if (isHit("linkSync")) failure();
  linkSync(from, to);
};

const { begin } = RunWriter.prototype;
RunWriter.prototype.begin = function () {
  if (isHit("begin")) {
    const pages = this.db.prepare("PRAGMA page_count").get()!.page_count;
    this.db.exec(`PRAGMA max_page_count = ${pages}`);
  }
  begin.call(this);
};

if (who === "executor" && here === "scheduler") {
  const address = `${import.meta.url}?fault=${Deno.env.get("TORTURE_FAULT")}`;
  const { Command } = Deno;
  Deno.Command = class extends Command {
    constructor(command: string | URL, options: Deno.CommandOptions = {}) {
      const { args = [] } = options;
      const isExecutor = args.at(-2)?.endsWith("/executor/main.ts");
      super(command, isExecutor ? { ...options, args: preloading(args, address) } : options);
    }
  };
}

function preloading([run, ...rest]: readonly string[], address: string): string[] {
  return [run!, `--preload=${address}`, ...rest];
}
