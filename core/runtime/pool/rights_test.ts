import assert from "node:assert/strict";
import type { FlowError } from "../../../store/error.ts";
import {
  forbidden,
  NO_CAPS,
  noRights,
  permissionFlags,
  RIGHT_KINDS,
  type RightsCaps,
  rightsOf,
  workerPermissions,
} from "./rights.ts";

const needs = {
  read: ["/code"],
  write: ["/tmp/x"],
  net: ["unix:/s"],
  env: [],
  denyWrite: ["/store/flow.db"],
};

Deno.test("rightsOf() gives what a step asks for, widened by the command line", () => {
  const rights = rightsOf(
    { read: ["a"], net: true, env: [], run: false },
    { allow: { read: ["b", "a"], write: true, env: ["HOME"] }, deny: {} },
  );
  assert.deepEqual(rights, {
    read: ["a", "b"],
    write: true,
    net: true,
    env: ["HOME"],
    run: false,
    sys: false,
    ffi: false,
  });
  assert.deepEqual(rightsOf(undefined, NO_CAPS), noRights());
});

Deno.test("forbidden() names what is asked for and refused altogether", () => {
  const caps: RightsCaps = { allow: {}, deny: { net: true, run: true, read: ["/etc"] } };
  assert.deepEqual(forbidden({ net: ["example.com"], run: [], read: true }, caps), ["net"]);
  assert.deepEqual(forbidden(undefined, NO_CAPS), []);
});

Deno.test("permissionFlags() names each kind of right, and leaves none to a default", () => {
  const flags = permissionFlags(noRights(), NO_CAPS, needs);
  for (const kind of RIGHT_KINDS) {
    const named = flags.filter((flag) => new RegExp(`^--(allow|deny)-${kind}(=|$)`).test(flag));
    assert.ok(named.length > 0, kind);
  }
  for (const flag of ["--no-prompt", "--no-remote", "--cached-only", "--deny-import"]) {
    assert.ok(flags.includes(flag), flag);
  }
  assert.ok(flags.includes("--allow-read=/code"));
  assert.ok(flags.includes("--allow-net=unix:/s"));
  for (const kind of ["env", "run", "sys", "ffi"]) {
    assert.ok(flags.includes(`--deny-${kind}`), kind);
  }
});

Deno.test("permissionFlags() never lets a step write the store's own files", () => {
  for (const write of [true, false, ["/store"]]) {
    const flags = permissionFlags({ ...noRights(), write }, NO_CAPS, needs);
    assert.ok(flags.includes("--deny-write=/store/flow.db"), String(write));
  }
});

Deno.test("permissionFlags() refuses what the command line refuses of a right that is given", () => {
  const caps = { allow: {}, deny: { read: ["/etc/passwd"], net: ["evil.example"] } };
  const flags = permissionFlags({ ...noRights(), read: true, net: ["a.example"] }, caps, needs);
  assert.ok(flags.includes("--allow-read"));
  assert.ok(flags.includes("--deny-read=/etc/passwd"));
  assert.ok(flags.includes("--allow-net=a.example,unix:/s"));
  assert.ok(flags.includes("--deny-net=evil.example"));
});

Deno.test("permissionFlags() refuses a path with a comma, which Deno takes for two", () => {
  for (const path of ["/a,b", "/a,,b", "a,"]) {
    assert.throws(
      () => permissionFlags({ ...noRights(), read: [path] }, NO_CAPS, needs),
      (error: FlowError) => error.code === "path-comma" && error.message.includes(path),
    );
  }
  assert.throws(
    () => permissionFlags(noRights(), NO_CAPS, { ...needs, denyWrite: ["/a,b"] }),
    /comma/,
  );
});

Deno.test("workerPermissions() adds the code and the temporary folder, and never imports", () => {
  const own = { read: ["/code"], write: ["/tmp/x"], env: ["API_KEY"] };
  assert.deepEqual(workerPermissions(noRights(), own), {
    read: ["/code"],
    write: ["/tmp/x"],
    net: false,
    env: ["API_KEY"],
    run: false,
    sys: false,
    ffi: false,
    import: false,
  });
  assert.equal(workerPermissions({ ...noRights(), read: true }, own).read, true);
});
