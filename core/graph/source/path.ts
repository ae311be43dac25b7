/**
 * Paths of modules, always with `/`, as `store/path.ts` gives them.
 *
 * @module
 */

const WINDOWS = Deno.build.os === "windows";

/**
 * @param url A `file:` URL.
 * @returns The absolute path.
 */
export function fromFileUrl(url: URL | string): string {
  const { pathname } = new URL(url);
  const path = decodeURIComponent(pathname.replaceAll(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  return WINDOWS ? path.replace(/^\/(?=[A-Za-z]:)/, "") : path;
}

/** `name` in `folder`. */
export function joinPath(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/** Whether `path` is `folder` or below it. Both are absolute and have no `..`. */
export function isInside(path: string, folder: string): boolean {
  if (path === folder) return true;
  const prefix = joinPath(folder, "");
  return WINDOWS ? path.toLowerCase().startsWith(prefix.toLowerCase()) : path.startsWith(prefix);
}

/** The last part of a path from its dot on: `.ts`, or "" when it has none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot).toLowerCase();
}

/** The path with all symbolic links resolved, or null if there is nothing. */
export function realPath(path: string): string | null {
  try {
    const real = Deno.realPathSync(path);
    return WINDOWS ? real.replace(/^\\\\\?\\/, "").replaceAll("\\", "/") : real;
  } catch {
    return null;
  }
}
