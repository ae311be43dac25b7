/**
 * The code package of a run: its local modules, recorded in the store before the first task, and
 * laid out read-only in a folder that tasks load them from. Editing the source during a run changes
 * nothing in that run.
 *
 * @module
 */

import { FlowError } from "../../store/error.ts";
import { fileUrl } from "../../store/path.ts";

/** A file of a code package. */
export interface CodeFile {
  /** Relative to the project's folder, with `/`. */
  path: string;
  digest: string;
  size: number;
}

/** What a code package holds; its JSON is an object of the store, and its digest names it. */
export interface CodeManifest {
  version: 1;
  /** The flow file, as a path in `files`. */
  entry: string;
  files: CodeFile[];
}

/** A file as it is on disk, before it is recorded. */
export interface SourceFile {
  /** Absolute. */
  path: string;
  /** `sha256:…` of the content. */
  digest: string;
  size: number;
}

/** Puts together the manifest of files in a project's folder. */
export function codeManifest(
  root: string,
  entry: string,
  files: readonly SourceFile[],
): { manifest: CodeManifest; bytes: Uint8Array<ArrayBuffer> } {
  const manifest: CodeManifest = {
    version: 1,
    entry: relative(root, entry),
    files: files.map(({ path, digest, size }) => ({
      path: relative(root, path),
      digest,
      size,
    })).sort((a, b) => a.path < b.path ? -1 : 1),
  };
  return { manifest, bytes: new TextEncoder().encode(JSON.stringify(manifest)) };
}

/** Files of up to so many bytes are compared when a code package is used again. */
const COMPARED = 1 << 20;

/**
 * Lays a code package out below `.flow/code/`, unless it is there. It appears whole or not at all;
 * what a loss of power, or somebody else, has changed since is laid out anew.
 *
 * @throws {FlowError} `code-invalid` where a path leads out of the folder.
 */
export function layOut(
  store: string,
  digest: string,
  manifest: CodeManifest,
  contentOf: (file: CodeFile) => Uint8Array,
): string {
  const folder = codeFolder(store, digest);
  if (isThere(folder)) {
    if (isWhole(folder, manifest, contentOf)) return folder;
    Deno.mkdirSync(`${store}/tmp`, { recursive: true });
    Deno.renameSync(folder, `${store}/tmp/code-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`);
  }
  const making = `${store}/tmp/code-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  for (const file of manifest.files) {
    // The manifest may have come from somewhere else: nothing of it is written outside.
    if (/^\/|^[A-Za-z]:|\\|\0|(^|\/)\.\.?(\/|$)/.test(file.path)) {
      throw new FlowError("code-invalid", `A code package cannot have a file "${file.path}"`);
    }
    const path = `${making}/${file.path}`;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    writeSource(path, contentOf(file));
  }
  Deno.mkdirSync(`${store}/code`, { recursive: true });
  try {
    Deno.renameSync(making, folder);
  } catch (error) {
    // Another run was faster.
    Deno.removeSync(making, { recursive: true });
    if (!isThere(folder)) throw error;
  }
  return folder;
}

/** The folder of a code package in a store. */
export function codeFolder(store: string, digest: string): string {
  return `${store}/code/${digest.slice(digest.indexOf(":") + 1).slice(0, 32)}`;
}

/** The URL of a folder, with a slash at its end. */
export function folderUrl(path: string): string {
  return `${fileUrl(path).href}/`;
}

function writeSource(path: string, bytes: Uint8Array): void {
  Deno.writeFileSync(path, bytes);
  if (bytes.length > COMPARED) {
    using file = Deno.openSync(path, { write: true });
    file.syncDataSync();
  }
  if (Deno.build.os !== "windows") Deno.chmodSync(path, 0o444);
}

function isWhole(
  folder: string,
  { files }: CodeManifest,
  contentOf: (file: CodeFile) => Uint8Array,
): boolean {
  return files.every((file) => {
    const path = `${folder}/${file.path}`;
    if (!hasSize(path, file.size)) return false;
    if (file.size > COMPARED) return true;
    const bytes = Deno.readFileSync(path);
    return contentOf(file).every((byte, at) => byte === bytes[at]);
  });
}

function hasSize(path: string, size: number): boolean {
  try {
    return Deno.statSync(path).size === size;
  } catch {
    return false;
  }
}

function isThere(folder: string): boolean {
  try {
    return Deno.statSync(folder).isDirectory;
  } catch {
    return false;
  }
}

function relative(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path.slice(1);
}
