import { lazy } from "../../store/lazy.ts";
import type { Command } from "./command.ts";

/** What the command line knows of a command before it is asked for. */
export interface CommandEntry {
  /** One or two words. */
  name: string;
  /** One line for the help. */
  summary: string;
  /** The heading it stands under; those without are left out of the help. */
  group?: "Run" | "Look at results" | "Keep" | "Set up";
  // deno-lint-ignore no-explicit-any -- commands of every type stand in one table
  load(): Promise<{ default: Command<any, any> }>;
}

/** Every command. A module is loaded when its command is used, and not before. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "run",
    summary: "check a flow and run it",
    group: "Run",
    load: () => lazy(new URL("../commands/run.ts", import.meta.url)),
  },
  {
    name: "resume",
    summary: "run again what a past run did not finish",
    group: "Run",
    load: () => lazy(new URL("../commands/resume.ts", import.meta.url)),
  },
  {
    name: "step",
    summary: "run one step again on the inputs of a past task",
    group: "Run",
    load: () => lazy(new URL("../commands/step.ts", import.meta.url)),
  },
  {
    name: "check",
    summary: "find mistakes in a flow without running it",
    group: "Run",
    load: () => lazy(new URL("../commands/check.ts", import.meta.url)),
  },
  {
    name: "show",
    summary: "draw the graph of a flow",
    group: "Run",
    load: () => lazy(new URL("../commands/show.ts", import.meta.url)),
  },
  {
    name: "runs",
    summary: "list runs",
    group: "Look at results",
    load: () => lazy(new URL("../commands/runs.ts", import.meta.url)),
  },
  {
    name: "status",
    summary: "tell how a run, step or task went",
    group: "Look at results",
    load: () => lazy(new URL("../commands/status.ts", import.meta.url)),
  },
  {
    name: "logs",
    summary: "print what tasks printed",
    group: "Look at results",
    load: () => lazy(new URL("../commands/logs.ts", import.meta.url)),
  },
  {
    name: "dump",
    summary: "print the artifacts of a task, or of the end of a run",
    group: "Look at results",
    load: () => lazy(new URL("../commands/dump.ts", import.meta.url)),
  },
  {
    name: "diff",
    summary: "compare two runs",
    group: "Look at results",
    load: () => lazy(new URL("../commands/diff.ts", import.meta.url)),
  },
  {
    name: "card list",
    summary: "list the cards of a run, step or task",
    group: "Look at results",
    load: () => lazy(new URL("../commands/card/list.ts", import.meta.url)),
  },
  {
    name: "card get",
    summary: "print a card as one HTML file",
    group: "Look at results",
    load: () => lazy(new URL("../commands/card/get.ts", import.meta.url)),
  },
  {
    name: "card view",
    summary: "open a card in the browser",
    group: "Look at results",
    load: () => lazy(new URL("../commands/card/view.ts", import.meta.url)),
  },
  {
    name: "report",
    summary: "print a run as one HTML file",
    group: "Look at results",
    load: () => lazy(new URL("../commands/report.ts", import.meta.url)),
  },
  {
    name: "serve",
    summary: "serve the store over HTTP",
    group: "Look at results",
    load: () => lazy(new URL("../commands/serve.ts", import.meta.url)),
  },
  {
    name: "tag add",
    summary: "add tags to a run",
    group: "Keep",
    load: () => lazy(new URL("../commands/tag/add.ts", import.meta.url)),
  },
  {
    name: "tag remove",
    summary: "remove tags from a run",
    group: "Keep",
    load: () => lazy(new URL("../commands/tag/remove.ts", import.meta.url)),
  },
  {
    name: "tag list",
    summary: "list the tags of a run, or of all runs",
    group: "Keep",
    load: () => lazy(new URL("../commands/tag/list.ts", import.meta.url)),
  },
  {
    name: "store stats",
    summary: "tell what the store holds",
    group: "Keep",
    load: () => lazy(new URL("../commands/store/stats.ts", import.meta.url)),
  },
  {
    name: "store verify",
    summary: "read everything in the store and find damage",
    group: "Keep",
    load: () => lazy(new URL("../commands/store/verify.ts", import.meta.url)),
  },
  {
    name: "store gc",
    summary: "remove old runs, and objects that no run needs",
    group: "Keep",
    load: () => lazy(new URL("../commands/store/gc.ts", import.meta.url)),
  },
  {
    name: "store export",
    summary: "write a run to a file, with all it needs",
    group: "Keep",
    load: () => lazy(new URL("../commands/store/export.ts", import.meta.url)),
  },
  {
    name: "store import",
    summary: "read runs from an exported file",
    group: "Keep",
    load: () => lazy(new URL("../commands/store/import.ts", import.meta.url)),
  },
  {
    name: "init",
    summary: "make a folder with a first flow",
    group: "Set up",
    load: () => lazy(new URL("../commands/init.ts", import.meta.url)),
  },
  {
    name: "completions",
    summary: "print a script that completes commands in a shell",
    group: "Set up",
    load: () => lazy(new URL("../commands/completions.ts", import.meta.url)),
  },
  {
    name: "doctor",
    summary: "look whether all is in place",
    group: "Set up",
    load: () => lazy(new URL("../commands/doctor.ts", import.meta.url)),
  },
  {
    name: "__complete",
    summary: "what a completion script asks",
    load: () => lazy(new URL("../commands/complete.ts", import.meta.url)),
  },
];
