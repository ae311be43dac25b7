/**
 * The little that a store needs of paths. `node:path` would take 7 ms to import, half of what an
 * empty program takes to start.
 *
 * @module
 */

const windows = Deno.build.os === "windows";

/** Whether `path` starts at a root. */
export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || (windows && /^([A-Za-z]:)?[\\/]/.test(path));
}

/**
 * `path` from a root on, without `.`, `..` or doubled separators.
 *
 * @param base What a relative path is relative to: an absolute path, the working folder if left out.
 */
export function absolutePath(path: string, base?: string): string {
  let full = isAbsolute(path) ? path : `${base ?? Deno.cwd()}/${path}`;
  if (windows) full = full.replaceAll("\\", "/");
  const root = windows ? /^([A-Za-z]:)?\//.exec(full)?.[0] ?? "/" : "/";
  const parts: string[] = [];
  for (const part of full.slice(root.length).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return root + parts.join("/");
}

/** The folder that holds `path` (absolute, as {@linkcode absolutePath} gives it); of a root, itself. */
export function parentPath(path: string): string {
  const end = path.lastIndexOf("/");
  return end > 0 && !/^[A-Za-z]:\/[^/]*$/.test(path) ? path.slice(0, end) : path.slice(0, end + 1);
}

/** `file:` URL of an absolute path. */
export function fileUrl(path: string): URL {
  const url = new URL("file:///");
  url.pathname = encodeURI(path.replaceAll("\\", "/")).replaceAll("?", "%3F").replaceAll(
    "#",
    "%23",
  );
  return url;
}

/** Whether there is something at `path`, and of that kind if one is named. */
export function exists(path: string, kind?: "file" | "folder"): boolean {
  try {
    const info = Deno.statSync(path);
    return kind === undefined || (kind === "file" ? info.isFile : info.isDirectory);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    // Of a name that is too long there is no file either.
    if (error instanceof Error && "code" in error && error.code === "ENAMETOOLONG") return false;
    throw error;
  }
}
