import { DatabaseSync } from "node:sqlite";
import { dataModule, fileModule, hidden, type Probes, type Target, workerSays } from "./probe.ts";

/** Files of the store, by what they are. */
const FILES: Record<string, (target: Target) => string> = {
  "the database": ({ store }) => `${store}/flow.db`,
  "an object": ({ store }) => firstFile(`${store}/objects`),
  "the code of another run": ({ store }) => `${store}/code/other/secret.json`,
  "what is being kept": ({ temp }) => `${temp.replace(/\/work\/.*/, "")}/staging/x`,
  "a folder of another executor": ({ store }) => `${store}/tmp/x-1-other/work/secret.json`,
};

/** The test has put one there. */
function firstFile(folder: string): string {
  return `${folder}/probe.json`;
}

const WAYS: Record<string, (path: string, target: Target) => unknown> = {
  "Deno.readFileSync": (path) => Deno.readFileSync(path),
  "Deno.writeTextFileSync": (path) => Deno.writeTextFileSync(path, "x"),
  "Deno.removeSync": (path) => Deno.removeSync(path),
  "a computed import": (path) => import(hidden(`file://${path}`), { with: { type: "text" } }),
  "a static import": (path) =>
    import(dataModule(`import x from "file://${path}" with { type: "text" }; export default x;`)),
  "a static import in the own folder": (path, target) =>
    import(fileModule(target, `import "file://${path}" with { type: "json" };`)),
  "a static import in a Worker": (path) =>
    workerSays(
      dataModule(`import x from "file://${path}" with { type: "text" }; postMessage(x);`),
    ),
};

/** Files of the store, which the executor itself reads but its step must not. */
export const storeProbes: Probes = {
  ...Object.fromEntries(
    Object.entries(FILES).flatMap(([file, path]) =>
      Object.entries(WAYS).map(([way, reach]) => [
        `${file} by ${way}`,
        (target: Target) => reach(path(target), target),
      ])
    ),
  ),
  "the database by node:sqlite": ({ store }) => new DatabaseSync(`${store}/flow.db`).exec("VACUUM"),
  "the database by node:sqlite, read-only": ({ store }) =>
    new DatabaseSync(`${store}/flow.db`, { readOnly: true }).prepare("SELECT 1").get(),
  "the names of its folder": ({ store }) => [...Deno.readDirSync(store)].length,
  "renaming it": ({ store }) => Deno.renameSync(store, `${store}-moved`),
};

/** The process of the scheduler, and this one, by what the system tells of them. */
export const processProbes: Probes = Object.fromEntries(
  ["environ", "mem", "cmdline", "maps", "fd/0", "root/etc/passwd", "cwd"].flatMap((name) => [
    [`/proc of the scheduler: ${name}`, () => Deno.openSync(`/proc/${Deno.ppid}/${name}`).close()],
    [`/proc of itself: ${name}`, () => Deno.openSync(`/proc/self/${name}`).close()],
  ]),
);
