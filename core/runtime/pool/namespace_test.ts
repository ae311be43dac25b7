import assert from "node:assert/strict";
import { namespaceArguments } from "./namespace.ts";
import { noRights } from "./rights.ts";

const needs = {
  rights: noRights(),
  cwd: "/project",
  read: ["/flow/core"],
  write: ["/project/.flow/tmp/x"],
  store: "/project/.flow",
};

/** The places that are shown, with how. */
function mounts(given: string[]): Record<string, string> {
  const shown: Record<string, string> = {};
  given.forEach((word, at) => {
    if (/^--(ro-)?bind(-try)?$/.test(word)) shown[given[at + 2]!] = word.replace(/-try$/, "");
    if (word === "--tmpfs") shown[given[at + 1]!] = word;
  });
  return shown;
}

Deno.test("namespaceArguments() shows what the executor needs, and no folder of the user", () => {
  const given = namespaceArguments(needs);
  const shown = mounts(given);
  assert.equal(shown["/flow/core"], "--ro-bind");
  assert.equal(shown["/project/.flow/tmp/x"], "--bind");
  assert.equal(shown["/project/.flow"], "--tmpfs");
  assert.equal(shown["/"], undefined);
  assert.equal(shown["/project"], undefined);
  assert.ok(given.includes("--unshare-net"));
  assert.ok(given.includes("--die-with-parent"));
});

Deno.test("namespaceArguments() shows what a step asks for, below its working folder", () => {
  const rights = {
    ...noRights(),
    net: ["a.example"],
    read: ["data", "/elsewhere"],
    write: ["/tmp"],
  };
  const given = namespaceArguments({ ...needs, rights });
  const shown = mounts(given);
  assert.equal(shown["/project/data"], "--ro-bind");
  assert.equal(shown["/elsewhere"], "--ro-bind");
  assert.equal(shown["/tmp"], "--bind");
  assert.ok(!given.includes("--unshare-net"));
});

Deno.test("namespaceArguments() shows everything but the store to a step that asks for everything", () => {
  for (const [right, how] of [["read", "--ro-bind"], ["write", "--bind"]] as const) {
    const given = namespaceArguments({ ...needs, rights: { ...noRights(), [right]: true } });
    const shown = mounts(given);
    assert.equal(shown["/"], how);
    assert.equal(shown["/project/.flow"], "--tmpfs");
    assert.ok(given.indexOf("--tmpfs") > given.indexOf(how));
  }
});
