import { catchError, type CaughtError, current, FlowSpec, type Inputs, param, step } from "flow";
import { importProbes, remoteProbes } from "./probes/import.ts";
import { dnsProbes, netProbes } from "./probes/net.ts";
import { type Probes as ProbeTable, tryProbe } from "./probes/probe.ts";
import { readProbes } from "./probes/read.ts";
import { handleProbes, realmProbes } from "./probes/realm.ts";
import { processProbes, storeProbes } from "./probes/store.ts";
import {
  allEnvProbes,
  envProbes,
  ffiProbes,
  nodeRunProbes,
  noRunProbes,
  noSysProbes,
  runProbes,
  sysProbes,
} from "./probes/system.ts";
import { noWriteProbes, writeProbes } from "./probes/write.ts";

/** All probes, by what they try. */
export const GROUPS: Record<string, ProbeTable> = {
  read: readProbes,
  import: importProbes,
  remote: remoteProbes,
  write: writeProbes,
  noWrite: noWriteProbes,
  net: netProbes,
  dns: dnsProbes,
  env: envProbes,
  allEnv: allEnvProbes,
  sys: sysProbes,
  noSys: noSysProbes,
  run: runProbes,
  nodeRun: nodeRunProbes,
  noRun: noRunProbes,
  ffi: ffiProbes,
  realm: realmProbes,
  handles: handleProbes,
  store: storeProbes,
  process: processProbes,
};

/** What came of a probe: what it found, or what held it. */
export interface Outcome {
  task: number;
  found?: string;
  held?: { name: string; message: string; type: string };
}

/** Tries each probe in a task of its own. */
export default class Probes extends FlowSpec {
  groups = param({ default: Object.keys(GROUPS) });
  outside = param({ default: "" });
  out = param({ default: "" });
  host = param({ default: "" });
  socket = param({ default: "" });
  library = param({ default: "" });
  storeFolder = param({ default: "" });

  number!: number;
  found!: string;
  failure?: CaughtError;
  outcomes!: Record<string, Outcome>;

  @step
  start() {
    const names = this.groups.flatMap((group) =>
      Object.keys(GROUPS[group]!).map((name) => ({ group, name }))
    );
    this.next(this.probe, { foreach: names });
  }

  @catchError({ as: "failure", print: false })
  @step
  async probe({ group, name }: { group: string; name: string }) {
    this.number = current.task;
    const { outside, out, host, socket, library, storeFolder: store } = this;
    const target = { outside, out, host, socket, library, store, temp: current.tempDir };
    this.found = await tryProbe(GROUPS[group]![name]!, target);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Probes>) {
    const outcomes: Record<string, Outcome> = {};
    for (const input of inputs) {
      const { group, name } = input.input as { group: string; name: string };
      const outcome: Outcome = { task: input.number };
      if (input.failure === undefined) outcome.found = input.found;
      else {
        const { name, message, type } = input.failure;
        outcome.held = { name, message, type };
      }
      outcomes[`${group}: ${name}`] = outcome;
    }
    this.outcomes = outcomes;
    this.next(this.end);
  }

  @step
  end() {}
}
