import { bundle } from "../bundle/bundle.ts";
import { bundleOne, PROJECT } from "../bundle/bundler.ts";
import { type Contents, contentsOf, type Files, readFiles } from "./contents.ts";
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
  const unpack = await bundleOne("build/executable/unpack.ts");
  for (const target of targets) {
    const runtime = await runtimeOf(target);
    const name = `flow-${target.name}`;
    if (target.caches === null) {
      const { files, digest, manifest } = await forWindows(modules, runtime);
      const all = new Map([...files, ["manifest", new TextEncoder().encode(manifest)]] as const);
      yield { name: `${name}.zip`, bytes: zip(all), digest };
    } else {
      const contents = contentsOf(new Map([...modules, ["deno", runtime.bytes]]));
      const bytes = await selfExtracting(contents, {
        target: { ...target, caches: target.caches },
        deno: runtime.version,
        unpack,
      });
      yield { name, bytes, digest: contents.digest };
    }
  }
}

async function bundledModules(): Promise<Files> {
  const temp = await Deno.makeTempDir({ prefix: "flow-build-" });
  try {
    await bundle(`${temp}/lib`);
    const license = await Deno.readFile(new URL("LICENSE", PROJECT));
    return new Map([["LICENSE", license], ...await readFiles(`${temp}/lib`, "lib/")]);
  } finally {
    await Deno.remove(temp, { recursive: true });
  }
}

async function forWindows(modules: Files, { version, bytes }: Runtime): Promise<Contents> {
  const starter = await Deno.readTextFile(new URL("flow.cmd", import.meta.url));
  const lines = starter.replaceAll("@DENO@", version).replaceAll("\n", "\r\n");
  return contentsOf(
    new Map([...modules, ["deno.exe", bytes], ["flow.cmd", new TextEncoder().encode(lines)]]),
  );
}
