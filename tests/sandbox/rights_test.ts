import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";
import { ALL_GROUPS, LIBRARY, type ProbeResults, ProbeSite } from "./site.ts";

const FLOW_FILE = new URL("flows/probes.ts", import.meta.url).pathname;

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
function notHeld({ outcomes }: ProbeResults): Record<string, unknown> {
  const wrong: Record<string, unknown> = {};
  for (const [name, { held, found }] of Object.entries(outcomes)) {
    const by = HELD_OTHERWISE.filter(([probe]) => probe.test(name)).map(([, by]) => by);
    const isHeld = held !== undefined &&
      (held.type === "permission" || [...DENIALS, ...by].some((one) => one.test(held.message)));
    if (!isHeld) wrong[name] = held ?? found;
  }
  return wrong;
}

Deno.test("a step that asks for nothing reaches nothing", async () => {
  await using lab = new Lab();
  await using site = new ProbeSite(lab);
  const results = await site.probe(FLOW_FILE, ALL_GROUPS);
  assert.ok(Object.keys(results.outcomes).length > 250);
  assert.deepEqual(notHeld(results), {});
  assert.deepEqual(site.heard, []);
  for (const name of ["file", "remove", "rename"]) {
    assert.equal(Deno.readTextFileSync(`${site.out}/${name}`), "as it was");
  }
  assert.deepEqual([...Deno.readDirSync(site.out)].length, 3);

  const silent: Record<string, string | undefined> = {};
  for (const [name, { held }] of Object.entries(results.outcomes)) {
    const hint = results.hints[name];
    const tells = /^Add @permissions\(\{ \w+: (true|\[".+"\]) \}\) above @step of "probe"\.$/;
    const isImport = name.startsWith("remote: ");
    if (held?.type !== "permission") continue;
    if (!(isImport ? /^Import the module at the top/ : tells).test(hint ?? "")) silent[name] = hint;
  }
  assert.deepEqual(silent, {}, "each denial says which line to add");
});

Deno.test("a step does what it asks for, by exact lists, and no more", async () => {
  await using lab = new Lab();
  await using site = new ProbeSite(lab);
  for (const { name } of Deno.readDirSync(new URL("flows/probes/", import.meta.url))) {
    const text = Deno.readTextFileSync(new URL(`flows/probes/${name}`, import.meta.url));
    lab.write(`project/probes/${name}`, text);
  }
  const rights = {
    read: [site.outside, site.out, site.socket],
    write: [site.out, site.socket],
    net: [site.host, "127.0.0.1", "0.0.0.0", `unix:${site.socket}`],
    env: ["FLOW_PROBE", "FLOW_PROBE_2"],
    sys: true,
    run: ["true"],
    ffi: [LIBRARY],
  };
  const file = lab.write(
    "project/probes.ts",
    Deno.readTextFileSync(FLOW_FILE)
      .replace("type Inputs, param,", "type Inputs, param, permissions,")
      .replace(/(?= {2}@catchError)/, `  @permissions(${JSON.stringify(rights)})\n`),
  );
  const { outcomes } = await site.probe(file, [
    ...["read", "import", "write", "net", "env", "sys", "run", "ffi"],
    ...["remote", "noWrite", "noRun", "store", "process", "handles"],
  ]);
  // No list names these.
  const beyond = [
    /^(remote|noWrite|noRun|store|process|handles): /,
    /^import: a static import of bytes/,
    /^read: node:fs cpSync$/,
    /^net: Deno\.listen, Unix$/,
    /^run: (Deno|process)\.kill/,
    /^ffi: (process\.dlopen|require|node:sqlite)/,
  ];
  const entries = Object.entries(outcomes);
  const isBeyond = (name: string) => beyond.some((one) => one.test(name));
  const held = entries.filter(([name, { held }]) => held !== undefined && !isBeyond(name));
  assert.deepEqual(Object.fromEntries(held), {});
  const allowed = entries.filter(([name, { held }]) => held === undefined && isBeyond(name));
  assert.deepEqual(Object.fromEntries(allowed), {});
  assert.equal(outcomes["read: Deno.readTextFile"]!.found, "TOPSECRET");
  assert.equal(outcomes["env: Deno.env.get"]!.found, "TOPSECRET");
  assert.equal(Deno.readTextFileSync(`${site.out}/a`), "x");
  assert.ok(site.heard.includes("datagram told"));
  assert.ok(site.heard.includes("a connection by the Unix socket"));
});
