/**
 * Builds Flow as one file for each kind of machine, into `dist`: `deno task build` all of them,
 * `deno task build TARGET…` some, `deno task build own` the one for this machine.
 *
 * @module
 */

import { fromFileUrl } from "../core/graph/source/path.ts";
import { build } from "./executable/build.ts";
import { ownTarget, type Target, TARGETS } from "./executable/targets.ts";

const DIST = fromFileUrl(new URL("../dist/", import.meta.url));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => named(name) === null);
  if (unknown !== undefined) {
    const known = ["own", ...TARGETS.map(({ name }) => name)].join(", ");
    console.error(`There is no target "${unknown}". There are ${known}.`);
    return 2;
  }
  const targets = names.length === 0 ? TARGETS : names.map((name) => named(name)!);
  await Deno.mkdir(DIST, { recursive: true });
  for await (const { name, bytes, digest } of build(targets)) {
    // What runs from the file there keeps it: another one takes its name.
    await Deno.writeFile(`${DIST}${name}.new`, bytes, { mode: 0o755 });
    await Deno.rename(`${DIST}${name}.new`, DIST + name);
    console.log(`dist/${name}  ${(bytes.length / 1e6).toFixed(1)} MB  ${digest}`);
  }
  return 0;
}

function named(name: string): Target | null {
  return name === "own" ? ownTarget() : TARGETS.find((target) => target.name === name) ?? null;
}

Deno.exit(await main(Deno.args));
