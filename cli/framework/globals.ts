import type { OptionTable } from "./command.ts";

/** The options that every command takes, before or after its name. */
export const GLOBAL_OPTIONS = {
  store: {
    kind: "text",
    value: "DIR",
    complete: "folder",
    help: "the store to use; else FLOW_STORE, else the nearest .flow above",
  },
  json: { kind: "flag", help: "print JSON only; what is for people goes to stderr" },
  quiet: { kind: "flag", short: "q", help: "print only the result or what failed" },
  color: { kind: "flag", help: "no colours, as with NO_COLOR=1 (FORCE_COLOR=1 for the opposite)" },
  help: { kind: "flag", short: "h", help: "show this help" },
} as const satisfies OptionTable;
