/**
 * Finds the peers that Flow is compared with. They are in a folder outside of the repository, which
 * `deno task bench --install-peers` fills, or in that of `FLOW_BENCH_PEERS`.
 *
 * @module
 */

/** The folder of the peers. */
export function peersFolder(): string {
  const given = Deno.env.get("FLOW_BENCH_PEERS");
  if (given) return given;
  const cache = Deno.env.get("XDG_CACHE_HOME") || `${Deno.env.get("HOME")}/.cache`;
  return `${cache}/flow-bench`;
}

/** A program of the Python environment, or null where it is not installed. */
export function pythonProgram(name: string): string | null {
  return existing(`${peersFolder()}/python/bin/${name}`);
}

/** The folder of the npm packages, or null where they are not installed. */
export function npmFolder(): string | null {
  const folder = `${peersFolder()}/npm`;
  return existing(`${folder}/node_modules/.bin/restate-server`) && folder;
}

/** One line that names all peers with their versions. */
export async function peerVersions(): Promise<string> {
  const python = pythonProgram("python");
  const npm = npmFolder();
  const names = [
    await pythonVersion(python),
    await packageVersion(python, "metaflow"),
    await packageVersion(python, "snakemake"),
    npm && `restate-server ${npmVersion(npm, "restate-server")}`,
    npm && `restate-sdk ${npmVersion(npm, "restate-sdk")}`,
    npm && `Node ${await said("node", ["--version"])}`,
  ].filter((name) => name !== null);
  return names.length > 0
    ? `Peers: ${names.join(", ")}`
    : "Peers: none installed (deno task bench --install-peers)";
}

async function pythonVersion(python: string | null): Promise<string | null> {
  return python && await said(python, ["--version"]);
}

async function packageVersion(python: string | null, name: string): Promise<string | null> {
  if (python === null) return null;
  const code = `import importlib.metadata; print(importlib.metadata.version("${name}"))`;
  const version = await said(python, ["-c", code]);
  return version && `${name} ${version}`;
}

function npmVersion(folder: string, name: string): string {
  const path = `${folder}/node_modules/@restatedev/${name}/package.json`;
  return JSON.parse(Deno.readTextFileSync(path)).version;
}

async function said(program: string, args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(program, { args, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null;
  }
}

function existing(path: string): string | null {
  try {
    Deno.statSync(path);
    return path;
  } catch {
    return null;
  }
}
