/**
 * `deno task page` builds the page: what stands in `src` becomes the files of `built`, which are
 * committed, so that a fresh clone has nothing to build. The bundler is Deno's own.
 *
 * @module
 */

import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { fromFileUrl } from "../../core/graph/source/path.ts";
import { nameFiles } from "./name_files.ts";

const SOURCE = new URL("./src/", import.meta.url);
const BUILT = new URL("./built/", import.meta.url);

/** The files of the built page by their paths, without the compressed ones beside them. */
export async function buildPage(): Promise<Map<string, Uint8Array>> {
  const dir = await Deno.makeTempDir();
  try {
    await bundle(dir, "main.tsx", "theme.ts", "styles/main.css");
    await Deno.copyFile(new URL("icon.svg", SOURCE), `${dir}/icon.svg`);
    const bundled = new Map<string, string>();
    for (const path of listFiles(dir)) {
      bundled.set(path.split("/").at(-1)!, await Deno.readTextFile(`${dir}/${path}`));
    }
    const files = new Map<string, Uint8Array>();
    const add = (path: string, text: string) => files.set(path, new TextEncoder().encode(text));
    let html = await Deno.readTextFile(new URL("index.html", SOURCE));
    for (const { name, given, text } of nameFiles(bundled)) {
      html = html.replace(`/assets/${given}`, `/assets/${name}`);
      add(`assets/${name}`, text);
    }
    add("index.html", html);
    // What the first view loads one after the other, a browser may load at once.
    const links = firstView(files).filter((path) => /\.js$/.test(path) && !html.includes(path))
      .map((path) => `    <link rel="modulepreload" href="/${path}">\n`);
    add("index.html", html.replace("  </head>", `${links.join("")}  </head>`));
    return files;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** The forms in which a browser loads a file. */
export function compress(bytes: Uint8Array): { br: Uint8Array; gz: Uint8Array } {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { br: brotliCompressSync(bytes, { params }), gz: gzipSync(bytes, { level: 9 }) };
}

/** Files that the list of runs loads: what the HTML names, the list, and what they import. */
export function firstView(files: ReadonlyMap<string, Uint8Array>): string[] {
  const text = (path: string) => new TextDecoder().decode(files.get(path));
  const list = [...files.keys()].filter((path) => path.startsWith("assets/runs_page-"));
  const found = new Set(["index.html", ...list]);
  for (const path of found) {
    if (path === "index.html") {
      for (const [, name] of text(path).matchAll(/"\/(assets\/[^"]+)"/g)) found.add(name!);
    } else if (path.endsWith(".js")) {
      for (const [, name] of text(path).matchAll(/(?:from|import)"\.\/([^"]+)"/g)) {
        found.add(`assets/${name}`);
      }
    }
  }
  return [...found];
}

async function bundle(dir: string, ...entries: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=browser",
      "--minify",
      "--code-splitting",
      "--outdir",
      dir,
      ...entries,
    ],
    cwd: fromFileUrl(SOURCE),
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

function listFiles(dir: string, below = ""): string[] {
  return [...Deno.readDirSync(`${dir}/${below}`)].flatMap(({ name, isDirectory }) =>
    isDirectory ? listFiles(dir, `${below}${name}/`) : [below + name]
  ).sort();
}

/** Compressed bytes of the first view. */
export function firstWeight(files: ReadonlyMap<string, Uint8Array>): number {
  return firstView(files).reduce((sum, path) => sum + compress(files.get(path)!).br.length, 0);
}

if (import.meta.main) {
  const files = await buildPage();
  await Deno.remove(BUILT, { recursive: true }).catch(() => {});
  await Deno.mkdir(new URL("assets/", BUILT), { recursive: true });
  for (const [path, bytes] of files) {
    await Deno.writeFile(new URL(path, BUILT), bytes);
    const { br, gz } = compress(bytes);
    await Deno.writeFile(new URL(`${path}.br`, BUILT), br);
    await Deno.writeFile(new URL(`${path}.gz`, BUILT), gz);
  }
  const weight = (firstWeight(files) / 1000).toFixed(1);
  console.log(`${files.size} files; the first view loads ${weight} kB`);
}
