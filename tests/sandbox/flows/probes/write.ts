import * as fs from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { writeHeapSnapshot } from "node:v8";
import { outcome, type Probes } from "./probe.ts";

/** Writing where the step has not asked for it. */
export const writeProbes: Probes = {
  "Deno.writeTextFile": ({ out }) => Deno.writeTextFile(`${out}/a`, "x"),
  "Deno.writeFileSync": ({ out }) => Deno.writeFileSync(`${out}/b`, new Uint8Array(1)),
  "Deno.open to append": async ({ out }) =>
    (await Deno.open(`${out}/c`, { append: true, create: true })).close(),
  "Deno.createSync": ({ out }) => Deno.createSync(`${out}/d`).close(),
  "Deno.mkdirSync": ({ out }) => Deno.mkdirSync(`${out}/folder`),
  "Deno.removeSync": ({ out }) => Deno.removeSync(`${out}/remove`),
  "Deno.truncateSync": ({ out }) => Deno.truncateSync(`${out}/file`, 1),
  "Deno.chmodSync": ({ out }) => Deno.chmodSync(`${out}/file`, 0o600),
  "Deno.utimeSync": ({ out }) => Deno.utimeSync(`${out}/file`, 1, 1),
  "Deno.renameSync within": ({ out }) => Deno.renameSync(`${out}/rename`, `${out}/renamed`),
  "Deno.renameSync out of the own folder": ({ out, temp }) => {
    Deno.writeTextFileSync(`${temp}/mine`, "x");
    Deno.renameSync(`${temp}/mine`, `${out}/moved`);
  },
  "Deno.copyFileSync": ({ out, temp }) => {
    Deno.writeTextFileSync(`${temp}/copied`, "x");
    Deno.copyFileSync(`${temp}/copied`, `${out}/copied`);
  },
  "Deno.makeTempFileSync": ({ out }) => Deno.makeTempFileSync({ dir: out }),
  "node:fs writeFileSync": ({ out }) => fs.writeFileSync(`${out}/e`, "x"),
  "node:fs mkdtempSync": ({ out }) => fs.mkdtempSync(`${out}/t`),
  "node:fs createWriteStream": async ({ out }) => {
    const stream = fs.createWriteStream(`${out}/f`);
    const opened = outcome(stream, "open");
    stream.end("x");
    await opened;
  },
  "node:v8 writeHeapSnapshot": ({ out }) => writeHeapSnapshot(`${out}/g`),
  "node:sqlite": ({ out }) => new DatabaseSync(`${out}/h.db`).exec("CREATE TABLE a (b)"),
  "node:sqlite backup": ({ out }) => backup(new DatabaseSync(":memory:"), `${out}/i.db`),
};

/** Ways to write that no step has, whatever it may write. */
export const noWriteProbes: Probes = {
  "node:sqlite ATTACH": ({ outside }) =>
    new DatabaseSync(":memory:").exec(`ATTACH '${outside}/secret.db' AS other`),
  "node:sqlite VACUUM INTO": ({ out }) =>
    new DatabaseSync(":memory:").exec(`VACUUM INTO '${out}/vacuum.db'`),
  "Deno.symlinkSync": ({ outside, temp }) =>
    Deno.symlinkSync(`${outside}/secret.txt`, `${temp}/link`),
  "node:fs symlinkSync": ({ outside, temp }) =>
    fs.symlinkSync(`${outside}/secret.txt`, `${temp}/link`),
  "the own code package": () => Deno.writeTextFileSync(new URL("./new.ts", import.meta.url), "x"),
  "times of the own code by its handle": () => {
    using file = Deno.openSync(new URL(import.meta.url));
    file.utimeSync(1, 1);
  },
  "length of the own code by its handle": () => {
    using file = Deno.openSync(new URL(import.meta.url));
    file.truncateSync(0);
  },
};
