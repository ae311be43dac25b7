import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";
import { notHeld } from "./denials.ts";
import { ALL_GROUPS, LIBRARY, PROBES, ProbeSite } from "./site.ts";

/** Groups of probes that only spell what others try in more ways. */
const FRESH_LEAVES_OUT = ["read", "write", "import", "store", "handles", "process"];

Deno.test("a step that asks for nothing reaches nothing", async () => {
  await using lab = new Lab();
  await using site = new ProbeSite(lab);
  const results = await site.probe(PROBES, ALL_GROUPS);
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

Deno.test("with --isolation fresh a step that asks for nothing reaches nothing", async () => {
  await using lab = new Lab();
  await using site = new ProbeSite(lab);
  // Each probe has a process of its own here: the kinds of rights, without their many spellings.
  const groups = ALL_GROUPS.filter((group) => !FRESH_LEAVES_OUT.includes(group));
  const results = await site.probe(PROBES, groups, ["--isolation", "fresh"]);
  assert.ok(Object.keys(results.outcomes).length > 60);
  assert.deepEqual(notHeld(results), {});
  assert.deepEqual(site.heard, []);
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
    Deno.readTextFileSync(PROBES)
      .replace("type Inputs, param,", "type Inputs, param, permissions,")
      .replace(/(?= {2}@catchError)/, `  @permissions(${JSON.stringify(rights)})\n`),
  );
  const { outcomes } = await site.probe(file, [
    ...["read", "import", "write", "net", "env", "sys", "run", "ffi"],
    ...["noWrite", "noRun", "store", "process"],
  ]);
  // No list names these.
  const beyond = [
    /^(noWrite|noRun|store|process): /,
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
