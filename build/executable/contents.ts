import { createHash } from "node:crypto";

/** Files by their paths, the paths in order. */
export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** What a person installs: its files, and the list of them that its digest is of. */
export interface Contents {
  files: Files;
  /** A line for each file: the SHA-256 of its bytes, their number, its path. */
  manifest: string;
  /** The SHA-256 of the manifest, in hex: equal digests, equal files. */
  digest: string;
}

/** Lists files and gives the whole a digest. */
export function contentsOf(files: Files): Contents {
  const ordered = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const lines = [...ordered].map(([path, bytes]) => {
    // They become words of a shell's script, and lines of a list.
    if (!/^[\w@./-]+$/.test(path)) throw new Error(`Cannot pack a file with the name "${path}"`);
    return `${sha256(bytes)} ${bytes.length} ${path}\n`;
  });
  const manifest = lines.join("");
  return { files: ordered, manifest, digest: sha256(new TextEncoder().encode(manifest)) };
}

/** Reads all files below a folder; their paths begin with `prefix`. */
export async function readFiles(folder: string, prefix: string): Promise<Files> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (!isDirectory) files.set(prefix + name, await Deno.readFile(path));
    else for (const [at, bytes] of await readFiles(path, `${prefix}${name}/`)) files.set(at, bytes);
  }
  return files;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
