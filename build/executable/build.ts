import { bundle } from "../bundle/bundle.ts";
import { bundleOne, PROJECT } from "../bundle/bundler.ts";
import { contentsOf, type Files, readFiles } from "./contents.ts";
import { type Runtime, runtimeOf } from "./runtime.ts";
import { selfExtracting } from "./self_extracting.ts";
import type { Target } from "./targets.ts";
import { zip } from "./zip.ts";

/** A file that was built. */
export interface Built {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  digest: string;
}

/** Builds Flow for each target, one at a time. The same source gives the same bytes. */
export async function* build(targets: readonly Target[]): AsyncGenerator<Built> {
  const modules = await bundledModules();
  for (const target of targets) {
    const runtime = await runtimeOf(target);
    const make = target.caches === null ? makeZip : makeExecutable;
    yield await make(target, modules, runtime);
  }
}

/** Flow's modules, and all else that is the same for each target. */
export async function bundledModules(): Promise<Files> {
  const temp = await Deno.makeTempDir({ prefix: "flow-build-" });
  try {
    await bundle(`${temp}/lib`);
    const license = await Deno.readFile(new URL("LICENSE", PROJECT));
    return new Map([["LICENSE", license], ...await readFiles(`${temp}/lib`, "lib/")]);
  } finally {
    await Deno.remove(temp, { recursive: true });
  }
}

/** One file that unpacks itself. */
export async function makeExecutable(
  target: Target,
  modules: Files,
  runtime: Runtime,
): Promise<Built> {
  const contents = contentsOf(new Map([...modules, ["deno", runtime.bytes]]));
  const unpack = await bundleOne("build/executable/unpack.ts");
  const bytes = await selfExtracting(contents, { target, deno: runtime.version, unpack });
  return { name: `flow-${target.name}`, bytes, digest: contents.digest };
}

/** A zip with a folder's files. What starts them is `flow.cmd`. */
async function makeZip(target: Target, modules: Files, runtime: Runtime): Promise<Built> {
  const starter = await Deno.readTextFile(new URL("flow.cmd", import.meta.url));
  const lines = starter.replaceAll("@DENO@", runtime.version).replaceAll("\n", "\r\n");
  const { files, manifest, digest } = contentsOf(
    new Map([
      ...modules,
      ["deno.exe", runtime.bytes],
      ["flow.cmd", new TextEncoder().encode(lines)],
    ]),
  );
  const all = new Map([...files, ["manifest", new TextEncoder().encode(manifest)]]);
  return { name: `flow-${target.name}.zip`, bytes: zip(all), digest };
}
