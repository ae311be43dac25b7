import { fromFileUrl } from "../../core/graph/source/path.ts";
import runtimes from "../runtimes/deno.json" with { type: "json" };
import type { Target } from "./targets.ts";

const CONFIG = fromFileUrl(new URL("../runtimes/deno.json", import.meta.url));

/** The Deno of a target. */
export interface Runtime {
  version: string;
  /** The program. */
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Gets the Deno of a target from the registry of npm, pinned with its integrity by the lock file
 * beside its configuration, or from Deno's cache.
 *
 * @throws {Error} Where it is not to be had.
 */
export async function runtimeOf({ runtime }: Target): Promise<Runtime> {
  const specifier = runtimes.imports[runtime];
  await deno("cache", "--quiet", "--config", CONFIG, "--frozen", specifier);
  const info = JSON.parse(await deno("info", "--json", "--config", CONFIG, specifier));
  const [, name] = /^npm:(.*)$/.exec(specifier)!;
  const { localPath, version } = info.npmPackages[name!];
  const program = runtime.includes("win32") ? "deno.exe" : "deno";
  return { version, bytes: await Deno.readFile(`${localPath}/${program}`) };
}

async function deno(...args: string[]): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  if (!success) throw new Error(text.decode(stderr).trim());
  return text.decode(stdout);
}
