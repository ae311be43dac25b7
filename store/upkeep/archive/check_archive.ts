import type { DatabaseSync } from "node:sqlite";
import { manifestDigests, REFERENCES } from "../references.ts";
import { integrity } from "../verify.ts";
import { damagedRows } from "../verify/rows.ts";
import { invalid, readArchive, RUN_TABLES } from "./format.ts";
import { readPieces } from "./pieces.ts";

/** The row of the run in an archive. */
export interface ArchivedRun {
  id: number;
  flow: string;
  number: number;
  created: number;
  host: string;
  pid: number;
  user: string;
  graph: string;
  code: string;
}

/** Names of flows and steps are names of classes and methods. */
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]{0,199}$/u;

/** Ids and types of cards. */
const CARD = /^[A-Za-z][\w-]{0,63}$/;

/** Columns with names, and with texts that people see: these hold no control characters. */
const TEXTS: readonly [sql: string, test: RegExp][] = [
  ["SELECT flow AS text FROM runs", NAME],
  ["SELECT DISTINCT step AS text FROM tasks", NAME],
  ["SELECT DISTINCT name AS text FROM artifacts", /^\P{Cc}{1,1000}$/u],
  ["SELECT DISTINCT kind AS text FROM artifacts", /^\P{Cc}{0,200}$/u],
  ["SELECT DISTINCT kind AS text FROM items", /^\P{Cc}{0,200}$/u],
  ["SELECT DISTINCT id AS text FROM cards", CARD],
  ["SELECT DISTINCT type AS text FROM cards", CARD],
  ["SELECT tag AS text FROM tags", /^\P{Cc}{1,500}$/u],
  ["SELECT user || host || file || class AS text FROM runs", /^\P{Cc}{1,20000}$/u],
];

/**
 * Checks all of an archive but what its structure tells: that its rows make sense together, that the
 * bytes of each object are what its digest says, and that nothing is missing. Nothing is written.
 *
 * @returns The run that it holds.
 * @throws FlowError `import-invalid`.
 */
export function checkArchive(
  path: string,
  archive: DatabaseSync,
  options: { algorithm: string; onProgress?: (done: number, total: number) => void },
): ArchivedRun {
  return readArchive(path, () => {
    // Finds values of another type than the column's, too.
    for (const fault of integrity(archive)) throw invalid(path, fault);
    checkIntegers(path, archive);
    for (const fault of damagedRows(archive)) throw invalid(path, fault);
    const run = onlyRun(path, archive);
    for (const [sql, test] of TEXTS) {
      for (const { text } of archive.prepare(sql).iterate()) {
        if (typeof text === "string" && test.test(text)) continue;
        throw invalid(path, `${JSON.stringify(text)?.slice(0, 80)} cannot be a name`);
      }
    }
    checkOwners(path, archive, run.id);
    checkObjects(path, archive, options);
    checkReferences(path, archive, run, options.algorithm);
    return run;
  });
}

/** JavaScript's numbers are exact only so far. */
function checkIntegers(path: string, archive: DatabaseSync): void {
  const max = Number.MAX_SAFE_INTEGER;
  for (const table of ["runs", "objects", "pieces", "tags", ...RUN_TABLES]) {
    for (const { name, type } of archive.prepare(`PRAGMA table_info(${table})`).all()) {
      if (type !== "INTEGER") continue;
      const sql = `SELECT 1 FROM ${table} WHERE ${name} NOT BETWEEN ${-max} AND ${max} LIMIT 1`;
      const beyond = archive.prepare(sql).get();
      if (beyond !== undefined) throw invalid(path, `a number in ${table}.${name} is too large`);
    }
  }
  const sql = "SELECT 1 FROM meta WHERE key GLOB 'origin:*' AND NOT json_valid(value)";
  if (archive.prepare(sql).get() !== undefined) throw invalid(path, "an origin run is not JSON");
}

function onlyRun(path: string, archive: DatabaseSync): ArchivedRun {
  const [run, ...more] = archive.prepare("SELECT * FROM runs LIMIT 2").all();
  if (run === undefined || more.length > 0) throw invalid(path, "it does not hold one run");
  if (Number(run.number) < 1) throw invalid(path, "its run has no number");
  return run as unknown as ArchivedRun;
}

function checkOwners(path: string, archive: DatabaseSync, run: number): void {
  for (const table of ["tags", ...RUN_TABLES]) {
    const other = archive.prepare(`SELECT 1 FROM ${table} WHERE run IS NOT ? LIMIT 1`).get(run);
    if (other !== undefined) throw invalid(path, `rows of ${table} belong to another run`);
  }
}

function checkObjects(
  path: string,
  archive: DatabaseSync,
  { algorithm, onProgress }: Parameters<typeof checkArchive>[2],
): void {
  const total = Number(archive.prepare("SELECT total(size) AS n FROM objects").get()!.n);
  let done = 0;
  for (const { digest, size } of archive.prepare("SELECT digest, size FROM objects").iterate()) {
    if (!isDigest(digest, algorithm) || Number(size) < 0) {
      throw invalid(path, `${JSON.stringify(digest)?.slice(0, 80)} is no object of it`);
    }
    for (const piece of readPieces(path, archive, digest as string, Number(size))) {
      done += piece.length;
      onProgress?.(done, total);
    }
  }
}

function checkReferences(
  path: string,
  archive: DatabaseSync,
  run: ArchivedRun,
  algorithm: string,
): void {
  const known = archive.prepare("SELECT size FROM objects WHERE digest = ?");
  const need = (digest: unknown) => {
    if (isDigest(digest, algorithm) && known.get(digest as string) !== undefined) return;
    throw invalid(path, `object ${JSON.stringify(digest)?.slice(0, 80)} is missing`);
  };
  for (const references of REFERENCES) {
    const sql = `SELECT DISTINCT digest FROM (${references})`;
    for (const { digest } of archive.prepare(sql).iterate()) need(digest);
  }
  const get = (digest: string) => {
    const size = Number(known.get(digest)!.size);
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of readPieces(path, archive, digest, size)) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  };
  checkManifest(path, get(run.code));
  for (const digest of manifestDigests({ get }, run.code)) need(digest);
}

/** A code package is laid out as files: none may lie outside of its folder. */
function checkManifest(path: string, bytes: Uint8Array): void {
  let files: unknown;
  try {
    ({ files } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    throw invalid(path, "its code package has no manifest", error);
  }
  for (const file of Array.isArray(files) ? files : []) {
    const name: unknown = file?.path;
    const inside = typeof name === "string" && !/[\\\p{Cc}]/u.test(name) &&
      name.split("/").every((part) => part !== "" && part !== "." && part !== "..") &&
      !/^[A-Za-z]:/.test(name);
    if (!inside) throw invalid(path, `its code package holds ${JSON.stringify(name)}`);
  }
}

function isDigest(digest: unknown, algorithm: string): boolean {
  return typeof digest === "string" && digest.startsWith(`${algorithm}:`) &&
    /^[0-9a-f]{64}$/.test(digest.slice(algorithm.length + 1));
}
