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
    load: () => import("../commands/run.ts"),
  },
  {
    name: "resume",
    summary: "run again what a past run did not finish",
    group: "Run",
    load: () => import("../commands/resume.ts"),
  },
  {
    name: "step",
    summary: "run one step again on the inputs of a past task",
    group: "Run",
    load: () => import("../commands/step.ts"),
  },
  {
    name: "check",
    summary: "find mistakes in a flow without running it",
    group: "Run",
    load: () => import("../commands/check.ts"),
  },
  {
    name: "show",
    summary: "draw the graph of a flow",
    group: "Run",
    load: () => import("../commands/show.ts"),
  },
  {
    name: "runs",
    summary: "list runs",
    group: "Look at results",
    load: () => import("../commands/runs.ts"),
  },
  {
    name: "status",
    summary: "tell how a run, step or task went",
    group: "Look at results",
    load: () => import("../commands/status.ts"),
  },
  {
    name: "logs",
    summary: "print what tasks printed",
    group: "Look at results",
    load: () => import("../commands/logs.ts"),
  },
  {
    name: "dump",
    summary: "print the artifacts of a task, or of the end of a run",
    group: "Look at results",
    load: () => import("../commands/dump.ts"),
  },
  {
    name: "diff",
    summary: "compare two runs",
    group: "Look at results",
    load: () => import("../commands/diff.ts"),
  },
  {
    name: "tag add",
    summary: "add tags to a run",
    group: "Keep",
    load: () => import("../commands/tag/add.ts"),
  },
  {
    name: "tag remove",
    summary: "remove tags from a run",
    group: "Keep",
    load: () => import("../commands/tag/remove.ts"),
  },
  {
    name: "tag list",
    summary: "list the tags of a run, or of all runs",
    group: "Keep",
    load: () => import("../commands/tag/list.ts"),
  },
  {
    name: "store stats",
    summary: "tell what the store holds",
    group: "Keep",
    load: () => import("../commands/store/stats.ts"),
  },
  {
    name: "store verify",
    summary: "read everything in the store and find damage",
    group: "Keep",
    load: () => import("../commands/store/verify.ts"),
  },
  {
    name: "store gc",
    summary: "remove old runs, and objects that no run needs",
    group: "Keep",
    load: () => import("../commands/store/gc.ts"),
  },
  {
    name: "store export",
    summary: "write a run to a file, with all it needs",
    group: "Keep",
    load: () => import("../commands/store/export.ts"),
  },
  {
    name: "store import",
    summary: "read runs from an exported file",
    group: "Keep",
    load: () => import("../commands/store/import.ts"),
  },
  {
    name: "init",
    summary: "make a folder with a first flow",
    group: "Set up",
    load: () => import("../commands/init.ts"),
  },
  {
    name: "completions",
    summary: "print a script that completes commands in a shell",
    group: "Set up",
    load: () => import("../commands/completions.ts"),
  },
  {
    name: "doctor",
    summary: "look whether all is in place",
    group: "Set up",
    load: () => import("../commands/doctor.ts"),
  },
  {
    name: "__complete",
    summary: "what a completion script asks",
    load: () => import("../commands/complete.ts"),
  },
];
