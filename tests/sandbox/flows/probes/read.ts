import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import { createRequire } from "node:module";
import { DatabaseSync } from "node:sqlite";
import { outcome, type Probes } from "./probe.ts";

/** Reading files that the step has not asked for. */
export const readProbes: Probes = {
  "Deno.readTextFile": ({ outside }) => Deno.readTextFile(`${outside}/secret.txt`),
  "Deno.readTextFileSync": ({ outside }) => Deno.readTextFileSync(`${outside}/secret.txt`),
  "Deno.readFile": ({ outside }) => Deno.readFile(`${outside}/secret.txt`),
  "Deno.open": async ({ outside }) => (await Deno.open(`${outside}/secret.txt`)).close(),
  "Deno.openSync by file URL": ({ outside }) =>
    Deno.openSync(new URL(`file://${outside}/secret.txt`)).close(),
  "Deno.readDirSync": ({ outside }) => [...Deno.readDirSync(outside)].length,
  "Deno.readDir": async ({ outside }) => (await Array.fromAsync(Deno.readDir(outside))).length,
  "Deno.statSync": ({ outside }) => Deno.statSync(`${outside}/secret.txt`).size,
  "Deno.lstatSync": ({ outside }) => Deno.lstatSync(`${outside}/secret.txt`).size,
  "Deno.realPathSync": ({ outside }) => Deno.realPathSync(`${outside}/secret.txt`),
  "Deno.readLinkSync": ({ outside }) => Deno.readLinkSync(`${outside}/link`),
  "Deno.watchFs": ({ outside }) => Deno.watchFs(outside).close(),
  "Deno.copyFileSync into the own folder": ({ outside, temp }) =>
    Deno.copyFileSync(`${outside}/secret.txt`, `${temp}/copy`),
  "a path with ..": ({ outside, temp }) =>
    Deno.readTextFileSync(`${temp}/${"../".repeat(30)}${outside.slice(1)}/secret.txt`),
  "fetch of a file": async ({ outside }) =>
    await (await fetch(`file://${outside}/secret.txt`)).text(),
  "node:fs readFileSync": ({ outside }) => fs.readFileSync(`${outside}/secret.txt`),
  "node:fs readFile": ({ outside }) =>
    new Promise((resolve, reject) =>
      fs.readFile(`${outside}/secret.txt`, (error, data) => error ? reject(error) : resolve(data))
    ),
  "node:fs openSync": ({ outside }) => fs.closeSync(fs.openSync(`${outside}/secret.txt`, "r")),
  "node:fs opendirSync": ({ outside }) => fs.opendirSync(outside).closeSync(),
  "node:fs readdirSync": ({ outside }) => fs.readdirSync(outside),
  "node:fs statSync": ({ outside }) => fs.statSync(`${outside}/secret.txt`),
  "node:fs statfsSync": ({ outside }) => fs.statfsSync(outside),
  "node:fs accessSync": ({ outside }) => fs.accessSync(`${outside}/secret.txt`),
  "node:fs existsSync": ({ outside }) => fs.existsSync(`${outside}/secret.txt`),
  "node:fs realpathSync": ({ outside }) => fs.realpathSync(`${outside}/secret.txt`),
  "node:fs cpSync": ({ outside, temp }) => fs.cpSync(outside, `${temp}/cp`, { recursive: true }),
  "node:fs createReadStream": ({ outside }) =>
    outcome(fs.createReadStream(`${outside}/secret.txt`), "data"),
  "node:fs openAsBlob": async ({ outside }) =>
    await (await fs.openAsBlob(`${outside}/secret.txt`)).text(),
  "node:fs/promises readFile": ({ outside }) => fsPromises.readFile(`${outside}/secret.txt`),
  "node:fs/promises open": async ({ outside }) =>
    await (await fsPromises.open(`${outside}/secret.txt`)).close(),
  "require of a file": ({ outside }) => createRequire(`${outside}/x.js`)("./secret.json").secret,
  "node:sqlite": ({ outside }) =>
    new DatabaseSync(`${outside}/secret.db`, { readOnly: true }).isOpen,
};
