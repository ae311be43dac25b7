import { objectPath } from "../objects/layout.ts";
import { exists } from "../path.ts";
import { digestOfPath } from "./references.ts";

/** A file in the folder of objects. */
export interface FoundFile {
  path: string;
  /** The object that its name stands for; null if it is no such name. */
  digest: string | null;
  /** 1 for a compressed one. */
  coding: number;
  /** Bytes of the file. */
  bytes: number;
}

/** All files in `objects/`, one folder at a time. */
export function* objectFiles(dir: string): Generator<FoundFile, void, void> {
  for (const algorithm of namesIn(`${dir}/objects`)) {
    for (const folder of namesIn(`${dir}/objects/${algorithm}`)) {
      for (const name of namesIn(`${dir}/objects/${algorithm}/${folder}`)) {
        const path = `${dir}/objects/${algorithm}/${folder}/${name}`;
        const coding = name.endsWith(".zst") ? 1 : 0;
        const digest = digestOfPath(algorithm, folder, name);
        yield { path, digest, coding, bytes: fileSize(path) };
      }
    }
  }
}

/** Bytes that an object's file takes; 0 where there is none. */
export function storedBytes(dir: string, digest: string, coding: number): number {
  return fileSize(objectPath(dir, digest, coding));
}

/** Bytes of a file, or of all files below a folder; 0 where there is nothing. */
export function fileSize(path: string): number {
  try {
    const info = Deno.lstatSync(path);
    if (!info.isDirectory) return info.size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
  return namesIn(path).reduce((sum, name) => sum + fileSize(`${path}/${name}`), 0);
}

/** The names in a folder; none where there is no such folder. */
export function namesIn(folder: string): string[] {
  if (!exists(folder, "folder")) return [];
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
