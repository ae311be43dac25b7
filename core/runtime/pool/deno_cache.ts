/** The folder in which Deno keeps what it has compiled, and npm packages. */
export function denoCache(): string {
  const own = Deno.env.get("DENO_DIR");
  if (own) return own;
  const home = Deno.env.get("HOME") ?? "";
  switch (Deno.build.os) {
    case "windows":
      return `${Deno.env.get("LOCALAPPDATA")}\\deno`;
    case "darwin":
      return `${home}/Library/Caches/deno`;
    default:
      return `${Deno.env.get("XDG_CACHE_HOME") || `${home}/.cache`}/deno`;
  }
}

/** The origin of an executor: what a step keeps by `caches` is kept under it, and so is its own. */
export function originOf(nonce: string): string {
  return `http://${nonce}.invalid`;
}

/** Removes what was kept by `caches`, which needs no right and which Deno never removes. */
export async function removeWebCache(nonce: string): Promise<void> {
  const folder = `${denoCache()}/location_data/web_cache`;
  try {
    Deno.statSync(folder);
    const origin = new TextEncoder().encode(originOf(nonce));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", origin));
    Deno.removeSync(`${folder}/${hash.toHex()}`, { recursive: true });
  } catch {
    // Most steps keep nothing there.
  }
}
