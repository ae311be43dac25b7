import type { ProbeResults } from "./site.ts";

/** What an error says that is a denial, where its type does not: one of Node, or of a Worker. */
const DENIALS = [
  /Requires \w+ access/,
  /requires unscoped --allow-read and --allow-write/,
  /Can't escalate parent thread permissions/,
];

/** Probes that something else than a right holds. */
const HELD_OTHERWISE: [probe: RegExp, by: RegExp][] = [
  [/^import: a static import of bytes/, /attribute type of "bytes" is unsupported/],
  [/^noWrite: length of the own code/, /Invalid argument/],
  [/^noWrite: node:sqlite (ATTACH|VACUUM)/, /too many attached databases/],
  [/^net: EventSource$/, /event error/],
  [/^dns: node:dns lookup$/, /EPERM/],
  [/^dns: node:dns resolve4$/, /UNKNOWN/],
  [/^noSys: process\./, /not supported in workers/],
  [/^noSys: node:inspector session of the main thread$/, /Current thread is not a worker/],
  [/^realm: (Deno\.core|Deno\[|Deno\.openKv|localStorage|process\.binding)/, /there is none/],
  [/^realm: the operations of Deno in a Worker$/, /there is none/],
  [/^realm: new Deno\.FsFile$/, /cannot be constructed/],
  [/^realm: asking a person/, /the right is "denied"/],
  [/^realm: an npm package/, /not found in cache/],
  [/^handles: /, /EBADF|Bad file descriptor/],
];

/** What is wrong with the outcomes, by probe: nothing of them may have been let. */
export function notHeld({ outcomes }: ProbeResults): Record<string, unknown> {
  const wrong: Record<string, unknown> = {};
  for (const [name, { held, found }] of Object.entries(outcomes)) {
    const by = HELD_OTHERWISE.filter(([probe]) => probe.test(name)).map(([, by]) => by);
    const isHeld = held !== undefined &&
      (held.type === "permission" || [...DENIALS, ...by].some((one) => one.test(held.message)));
    if (!isHeld) wrong[name] = held ?? found;
  }
  return wrong;
}
