import { FlowError } from "../../../store/error.ts";
import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import type { LoadedFlow } from "./load_flow.ts";

/**
 * Downloads the npm packages that a flow imports into Deno's cache: executors load from there, and
 * never from the network. What has been fetched once is not looked at again.
 *
 * @param entry The flow's module in the code package.
 * @throws {FlowError} `dependency-missing` with what Deno says.
 */
export async function ensureDependencies(
  store: string,
  loaded: LoadedFlow,
  importMap: string,
  entry: string,
): Promise<void> {
  const packages = new Set<string>();
  for (const { specifiers } of loaded.modules) {
    for (const { target } of specifiers) if (target.kind === "npm") packages.add(target.specifier!);
  }
  if (packages.size === 0) return;
  const mark = `${store}/tmp/fetched-${await nameOf([...packages].sort(), importMap)}`;
  if (exists(mark)) return;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "cache",
      "--quiet",
      "--no-lock",
      "--no-config",
      "--node-modules-dir=none",
      `--import-map=${importMap}`,
      entry,
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return Deno.writeTextFileSync(mark, [...packages].join("\n"));
  const said = new TextDecoder().decode(stderr).trim().split("\n")[0] ?? "";
  throw new FlowError(
    "dependency-missing",
    `The npm packages of this flow cannot be had: ${said.replace(/^error: /, "")}`,
    { hint: `It imports ${[...packages].join(", ")}. Check the names, versions and the network.` },
  );
}

/**
 * Says what is amiss where an executor does not find a package that was fetched: Deno's cache has
 * lost it, so that the next run fetches it again.
 */
export function explainLostPackage(store: string, error: ErrorRecord): ErrorRecord {
  if (!error.message.includes("--cached-only is specified")) return error;
  for (const { name } of Deno.readDirSync(`${store}/tmp`)) {
    if (name.startsWith("fetched-")) Deno.removeSync(`${store}/tmp/${name}`);
  }
  return {
    ...error,
    message: `An npm package is no longer in Deno's cache: ${error.message.split("\n")[0]}`,
    hint: "Run the flow again: it fetches its packages anew.",
  };
}

async function nameOf(packages: string[], importMap: string): Promise<string> {
  const text = JSON.stringify([packages, importMap, Deno.env.get("DENO_DIR") ?? ""]);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex().slice(0, 16);
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
