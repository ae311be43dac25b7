import { exec, execFileSync, fork, spawn, spawnSync } from "node:child_process";
import * as inspector from "node:inspector";
import { createRequire } from "node:module";
import * as os from "node:os";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { outcome, type Probes } from "./probe.ts";

/** Environment variables. `FLOW_PROBE` is one of the process that started the run. */
export const envProbes: Probes = {
  "Deno.env.get": () => Deno.env.get("FLOW_PROBE"),
  "Deno.env.has": () => Deno.env.has("FLOW_PROBE"),
  "Deno.env.set": () => Deno.env.set("FLOW_PROBE", "x"),
  "Deno.env.delete": () => Deno.env.delete("FLOW_PROBE_2"),
  "process.env": () => process.env.FLOW_PROBE,
  "process.env, set": () => {
    process.env.FLOW_PROBE = "x";
  },
};

/** All environment variables at once. */
export const allEnvProbes: Probes = {
  "Deno.env.toObject": () => Deno.env.toObject(),
  "Object.keys(process.env)": () => Object.keys(process.env),
  "process.loadEnvFile": ({ outside }) => process.loadEnvFile(`${outside}/secret.env`),
  "process.loadEnvFile of the own folder": ({ temp }) => {
    Deno.writeTextFileSync(`${temp}/own.env`, "FLOW_PROBE_3=x\nPATH=/nowhere\n");
    process.loadEnvFile(`${temp}/own.env`);
  },
};

/** What the system tells of itself. */
export const sysProbes: Probes = {
  "Deno.hostname": () => Deno.hostname(),
  "Deno.osRelease": () => Deno.osRelease(),
  "Deno.osUptime": () => Deno.osUptime(),
  "Deno.loadavg": () => Deno.loadavg(),
  "Deno.networkInterfaces": () => Deno.networkInterfaces().length,
  "Deno.systemMemoryInfo": () => Deno.systemMemoryInfo().total,
  "Deno.uid": () => Deno.uid(),
  "Deno.gid": () => Deno.gid(),
  "node:os hostname": () => os.hostname(),
  "node:os userInfo": () => os.userInfo(),
  "node:os homedir": () => os.homedir(),
  "node:os cpus": () => os.cpus().length,
  "node:os networkInterfaces": () => os.networkInterfaces(),
  "node:os release": () => os.release(),
  "node:inspector session": () => new inspector.Session().connect(),
};

/** Changing how the system treats the process, or opening it to a debugger. */
export const noSysProbes: Probes = {
  "Deno.umask": () => Deno.umask(0o777),
  "node:os setPriority": () => os.setPriority(5),
  "node:inspector open": () => inspector.open(0, "127.0.0.1"),
  "node:inspector session of the main thread": () => new inspector.Session().connectToMainThread(),
  "process.setuid": () => process.setuid!(1),
  "process.chdir": () => process.chdir("/"),
  "Deno.chdir": () => Deno.chdir("/"),
};

/** Starting programs, and signals to processes. */
export const runProbes: Probes = {
  "Deno.Command": () => new Deno.Command("true").outputSync(),
  "Deno.Command, spawn": async () => (await new Deno.Command("true").spawn().status).code,
  "Deno.kill of the scheduler": () => Deno.kill(Deno.ppid, "SIGURG"),
  "process.kill of the scheduler": () => process.kill(process.ppid, 0),
};

/** The same by Node, whose functions look at the environment first. */
export const nodeRunProbes: Probes = {
  "node:child_process spawnSync": () => {
    const { error } = spawnSync("true");
    if (error) throw error;
  },
  "node:child_process spawn": () => outcome(spawn("true"), "exit"),
  "node:child_process execFileSync": () => execFileSync("true"),
  "node:child_process exec": () =>
    new Promise((resolve, reject) => exec("true", (error) => error ? reject(error) : resolve(1))),
  "node:child_process fork": async ({ temp }) => {
    Deno.writeTextFileSync(`${temp}/forked.js`, "");
    await outcome(fork(`${temp}/forked.js`), "exit");
  },
};

/** Programs and signals beyond any that a step would name. */
export const noRunProbes: Probes = {
  "Deno.Command of Deno itself": () => new Deno.Command(Deno.execPath()).outputSync(),
  "Deno.kill of everything": () => Deno.kill(-1, "SIGURG"),
  "Deno.kill of the first process": () => Deno.kill(1, "SIGURG"),
  "Deno.kill of its own group": () => Deno.kill(0, "SIGURG"),
  "process.kill of everything": () => process.kill(-1, 0),
  "process.kill of the scheduler's group": () => process.kill(-process.ppid, 0),
};

/** Native code. */
export const ffiProbes: Probes = {
  "Deno.dlopen": ({ library }) => Deno.dlopen(library, {}).close(),
  "process.dlopen": ({ library }) => process.dlopen({ exports: {} }, library),
  "require of a native module": ({ temp }) => {
    Deno.writeTextFileSync(`${temp}/native.node`, "");
    createRequire(`${temp}/x.js`)("./native.node");
  },
  "node:sqlite loadExtension": ({ library }) =>
    new DatabaseSync(":memory:", { allowExtension: true }).loadExtension(library),
};
