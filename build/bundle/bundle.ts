import { createHash } from "node:crypto";
import { lazy } from "../../store/lazy.ts";
import { fromFileUrl } from "../../core/graph/source/path.ts";
import { PROJECT, runBundler } from "./bundler.ts";
import { stage, type Staged } from "./stage.ts";

/** What is started, and what flows import. Everything else is loaded by one of these. */
const ENTRIES = { "cli/main.ts": "main", "mod.ts": "mod" };

/**
 * Makes one folder of few modules of Flow and all packages that it needs: nothing is left to resolve
 * or to transpile. The bundler is Deno's own.
 *
 * @param folder A folder that is made. It is not there yet.
 */
export async function bundle(folder: string): Promise<void> {
  const temp = await Deno.makeTempDir({ prefix: "flow-bundle-" });
  try {
    const home = await Deno.readTextFile(new URL("build/bundle/home.ts", PROJECT));
    const staged = await stage(ENTRIES, { "store/home.ts": home });
    staged.modules.set("store/home.ts", home.replace("BUILD", await digestOf(staged)));
    const entries = await writeStaged(staged, temp);
    await runBundler(temp, entries, ["--code-splitting", "--outdir", `${temp}/out`]);
    await requireLazily(`${temp}/out`);
    for (const asset of staged.assets) {
      await copy(fromFileUrl(new URL(asset, PROJECT)), `${temp}/out/${asset}`);
    }
    await copy(`${temp}/out`, folder);
  } finally {
    await Deno.remove(temp, { recursive: true });
  }
}

/** Of all that a bundle is made from. */
async function digestOf(staged: Staged): Promise<string> {
  const hash = createHash("sha256");
  const sources = [...staged.modules].sort(([a], [b]) => (a < b ? -1 : 1));
  hash.update(JSON.stringify([Deno.version.deno, sources]));
  hash.update(await Deno.readTextFile(new URL("deno.lock", PROJECT)));
  return hash.digest("hex");
}

/** Lays out the modules, and an entry for each in one folder, so that the bundle has no folders. */
async function writeStaged(staged: Staged, temp: string): Promise<string[]> {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", PROJECT)));
  await write(`${temp}/deno.json`, JSON.stringify({ imports, nodeModulesDir: "none" }));
  await Deno.copyFile(new URL("deno.lock", PROJECT), `${temp}/deno.lock`);
  for (const [path, text] of staged.modules) await write(`${temp}/${path}`, text);
  const files: string[] = [];
  const entry = async (name: string, text: string) => {
    const path = `entries/${name}.ts`;
    await write(`${temp}/${path}`, text);
    files.push(path);
  };
  for (const [path, name] of staged.entries) {
    const from = JSON.stringify(`../${path}`);
    const hasDefault = /^export default /m.test(staged.modules.get(path)!);
    await entry(
      name,
      `export * from ${from};\n` + (hasDefault ? `export { default } from ${from};\n` : ""),
    );
  }
  for (const [name, file] of staged.packages) {
    // By their names: `export *` gives none of what is written as CommonJS.
    const names = Object.keys(await lazy<object>(name)).filter((one) => /^[\w$]+$/.test(one));
    await entry(file, `export { ${names.join(", ")} } from ${JSON.stringify(name)};\n`);
  }
  return files.sort();
}

const REQUIRE = 'import { createRequire as __deno_internal_createRequire } from "node:module";\n' +
  "var __require = __deno_internal_createRequire(import.meta.url);\n";
const LAZY_REQUIRE =
  'var __require = (id) => process.getBuiltinModule("node:module").createRequire(import.meta.url)(id);\n';

/**
 * The bundler gives all modules that one of a package may need: `require`. Nothing calls it on the
 * way of most commands, and loading `node:module` takes as long as starting Deno.
 */
async function requireLazily(folder: string): Promise<void> {
  let found = 0;
  for (const { name } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    const text = await Deno.readTextFile(path);
    if (!text.includes(REQUIRE)) continue;
    found++;
    await Deno.writeTextFile(path, text.replace(REQUIRE, () => LAZY_REQUIRE));
  }
  if (found === 0) throw new Error("The bundler writes `require` in another way than it did");
}

async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(path, text);
}

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) {
    await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}
