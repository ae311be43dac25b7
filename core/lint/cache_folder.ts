import { absolutePath } from "../../store/path.ts";
import { joinPath } from "../graph/source/path.ts";

/** The folder of kept analyses, in the user's cache folder; null if the user has none. */
export function cacheFolder(): string | null {
  // Also read by what starts the executable (`build/executable`), which unpacks itself there.
  const own = Deno.env.get("FLOW_CACHE");
  if (own) return joinPath(absolutePath(own), "analysis");
  const cache = userCache();
  return cache ? joinPath(cache, "flow/analysis") : null;
}

function userCache(): string | undefined {
  const { os } = Deno.build;
  if (os === "windows") return Deno.env.get("LOCALAPPDATA")?.replaceAll("\\", "/");
  const given = Deno.env.get("XDG_CACHE_HOME");
  if (given?.startsWith("/")) return given;
  const home = Deno.env.get("HOME");
  return home && joinPath(home, os === "darwin" ? "Library/Caches" : ".cache");
}
