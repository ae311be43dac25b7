import { HOME } from "./home.ts";

/** Paths of Flow's own modules: what loads them later than at its start has to have the right. */
export const HOME_PATHS: readonly string[] = HOME.modules.map((name) =>
  ownPath(new URL(name, HOME.root))
);

/** The path of one of Flow's own files from its URL. */
export function ownPath(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return Deno.build.os === "windows" ? path.slice(1).replaceAll("/", "\\") : path;
}
