import { fromFileUrl } from "../../core/graph/source/path.ts";

/** The project's folder. */
export const PROJECT = new URL("../../", import.meta.url);

/**
 * Runs Deno's bundler. Names of functions and classes stay what they are: people see them.
 *
 * @param folder Where it runs: its `deno.json` and `deno.lock` say what packages are.
 * @param entries Paths from that folder.
 * @throws {Error} With what the bundler says.
 */
export async function runBundler(
  folder: string,
  entries: readonly string[],
  options: readonly string[],
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=deno", "--keep-names", ...options, ...entries],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(text.decode(stderr));
  return text.decode(stdout);
}

/** The JavaScript of a module of the project that imports nothing. */
export async function bundleOne(path: string): Promise<string> {
  return await runBundler(fromFileUrl(PROJECT), [path], []);
}
