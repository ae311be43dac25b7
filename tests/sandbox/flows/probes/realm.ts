import * as fs from "node:fs";
import { dataModule, hidden, type Probes, workerSays } from "./probe.ts";

const realm = globalThis as unknown as Record<string, unknown>;

/** Getting at more than the realm of a step has. */
export const realmProbes: Probes = {
  "a Worker with more rights": () =>
    workerSays(dataModule(`postMessage(1);`), { deno: { permissions: { read: true } } }),
  "a Worker with all rights": () =>
    workerSays(dataModule(`postMessage(1);`), {
      deno: {
        permissions: {
          read: true,
          write: true,
          net: true,
          env: true,
          run: true,
          sys: true,
          ffi: true,
        },
      },
    }),
  "a Worker that inherits": ({ outside }) =>
    workerSays(dataModule(`postMessage(Deno.readTextFileSync("${outside}/secret.txt"));`), {
      deno: { permissions: "inherit" },
    }),
  "a Worker in a Worker": ({ outside }) =>
    workerSays(dataModule(`
      const inner = new Worker("${
      dataModule(`postMessage(Deno.readTextFileSync("${outside}/secret.txt"));`)
    }", { type: "module" });
      inner.onmessage = ({ data }) => postMessage(data);
      inner.onerror = (event) => { event.preventDefault(); throw new Error(event.message); };`)),
  "asking a person for the right": async ({ outside }) => {
    const { state } = await Deno.permissions.request({ name: "read", path: outside });
    if (state !== "granted") throw new Error(`the right is "${state}"`);
  },
  "Deno[Deno.internal]": () => {
    const { internal } = Deno as unknown as { internal: symbol };
    const found = (Deno as unknown as Record<symbol, unknown>)[internal];
    if (found === undefined) throw new Error("there is none");
  },
  "the operations of Deno in a Worker": ({ outside }) =>
    workerSays(dataModule(`
      const { core } = Deno[Deno.internal];
      const open = core.ops.op_fs_read_file_text_sync ?? core.ops.op_fs_open_sync;
      if (open === undefined) throw new Error("there is none");
      postMessage(open("${outside}/secret.txt"));`)),
  "Deno.core": () => {
    if ((Deno as unknown as { core: unknown }).core === undefined) throw new Error("there is none");
  },
  "process.binding": ({ outside }) => {
    const { binding } = realm.process as { binding(name: string): Record<string, unknown> };
    const { internalModuleStat } = binding("fs") as { internalModuleStat?(path: string): number };
    if (internalModuleStat === undefined) throw new Error("there is none");
    if (internalModuleStat(`${outside}/secret.txt`) === 0) return "it is there";
    throw new Error("it does not tell");
  },
  "Deno.openKv": () => {
    if (Reflect.get(Deno, "openKv") === undefined) throw new Error("there is none");
  },
  localStorage: () => {
    if (realm.localStorage === undefined) throw new Error("there is none");
  },
  "new Deno.FsFile": () => {
    const FsFile = Deno.FsFile as unknown as new (id: number) => Deno.FsFile;
    return new FsFile(3).statSync().size;
  },
  "an npm package that the project does not have": () => import(hidden("npm:left-pad@1.0.0")),
  "a jsr package": () => import(hidden("jsr:@std/path")),
};

/** Files that the process has open, by their numbers: those of the scheduler's socket among them. */
export const handleProbes: Probes = {
  // The settings of the executor came by it: nothing of them must be left.
  "what is left of standard input": () => {
    if (fs.readSync(0, new Uint8Array(64)) === 0) throw new Error("EBADF: nothing is left");
  },
  ...Object.fromEntries(
    Array.from({ length: 18 }, (_, at) => at + 3).flatMap((handle) => [
      [`a look at ${handle}`, () => fs.fstatSync(handle).size],
      [`reading ${handle}`, () => fs.readSync(handle, new Uint8Array(64))],
      [`writing ${handle}`, () => fs.writeSync(handle, new Uint8Array(1))],
    ]),
  ),
};
