/**
 * Paths and file URLs without `node:path`, which costs more to load than all of this does.
 *
 * @module
 */

const WINDOWS = Deno.build.os === "windows";

/**
 * @param path An absolute path.
 * @returns The same place as a `file:` URL.
 */
export function toFileUrl(path: string): URL {
  const escaped = path.replaceAll("%", "%25");
  const encoded = (WINDOWS ? "/" + escaped.replaceAll("\\", "/") : escaped.replaceAll("\\", "%5C"))
    .replaceAll("#", "%23")
    .replaceAll("?", "%3F")
    .replaceAll("\n", "%0A")
    .replaceAll("\r", "%0D")
    .replaceAll("\t", "%09");
  return new URL("file://" + encoded);
}

/**
 * @param url A `file:` URL.
 * @returns The absolute path in the form of this operating system.
 */
export function fromFileUrl(url: URL | string): string {
  const { pathname } = new URL(url);
  const path = decodeURIComponent(pathname.replaceAll(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  return WINDOWS ? path.slice(1).replaceAll("/", "\\") : path;
}

/**
 * @param path Any path.
 * @returns It as an absolute path, from the current folder if it is relative, without `.` and `..`.
 */
export function absolutePath(path: string): string {
  if (WINDOWS ? /^[A-Za-z]:[\\/]/.test(path) : path.startsWith("/")) {
    return fromFileUrl(toFileUrl(path));
  }
  return fromFileUrl(toFileUrl(joinPath(Deno.cwd(), path)));
}

/** The folder that holds `path`; of a root, the root itself. */
export function parentPath(path: string): string {
  const cut = WINDOWS
    ? Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"))
    : path.lastIndexOf("/");
  if (WINDOWS && cut === 2) return path.slice(0, 3);
  return cut <= 0 ? path.slice(0, cut + 1) || path : path.slice(0, cut);
}

/** `name` in `folder`. */
export function joinPath(folder: string, name: string): string {
  const separator = WINDOWS ? "\\" : "/";
  return folder.endsWith(separator) || folder.endsWith("/")
    ? folder + name
    : folder + separator + name;
}

/** Whether `path` is `folder` or below it. Both are absolute and have no `..`. */
export function isInside(path: string, folder: string): boolean {
  if (path === folder) return true;
  const prefix = joinPath(folder, "");
  return WINDOWS ? path.toLowerCase().startsWith(prefix.toLowerCase()) : path.startsWith(prefix);
}

/** The last part of a path, its dot and what follows: `.ts`, or "" when it has none. */
export function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot).toLowerCase();
}
