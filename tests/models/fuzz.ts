/**
 * `deno task fuzz [--minutes N] [--seed S] [--path P] [NAME…]` tries properties on cases that no test
 * has tried. A NAME is a part of the path of a test; without one, all that use `holds()` are tried.
 *
 * Each round tries every property with one seed, and the next round with the next; the last one to
 * begin is the one at which the minutes are over. `--minutes 0 --seed S` tries the round of a seed
 * again, with `--path` only the case that has failed.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { FUZZ_PATH, FUZZ_SEED, TRIED } from "../helpers/property.ts";

const ROOT = new URL("../../", import.meta.url);
const decoder = new TextDecoder();

const { values, positionals } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    path: { type: "string" },
  },
  allowPositionals: true,
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const minutes = Number(values.minutes);
if (!Number.isSafeInteger(seed) || !(minutes >= 0)) {
  console.error("--seed needs a whole number, --minutes a number");
  Deno.exit(2);
}

/** Tests that check properties, by what they import. */
function* propertyTests(folder: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (name.startsWith(".")) continue;
    const url = new URL(name, folder);
    if (isDirectory) yield* propertyTests(new URL(`${url.href}/`));
    else if (
      name.endsWith("_test.ts") && Deno.readTextFileSync(url).includes("helpers/property.ts")
    ) yield url.href.slice(ROOT.href.length);
  }
}

/** Tries the properties of a test with a seed, and tells how it went. */
async function tryTest(test: string, seed: number): Promise<boolean> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", test],
    cwd: ROOT,
    env: { NO_COLOR: "1", [FUZZ_SEED]: String(seed), [FUZZ_PATH]: values.path ?? "" },
    stdin: "null",
  }).output();
  const text = decoder.decode(stdout);
  for (const [, count] of text.matchAll(new RegExp(`^${TRIED}(\\d+)$`, "gm"))) {
    tried.set(test, (tried.get(test) ?? 0) + Number(count));
  }
  if (code !== 0) {
    console.log(text + decoder.decode(stderr));
    console.log(`Again: deno task fuzz --minutes 0 --seed ${seed} ${test}\n`);
  }
  return code === 0;
}

const tests = [...propertyTests(ROOT)].sort()
  .filter((test) => positionals.length === 0 || positionals.some((name) => test.includes(name)));
if (tests.length === 0) {
  console.error(`No test of properties is called ${positionals.join(", ")}`);
  Deno.exit(2);
}

const tried = new Map<string, number>();
const failed = new Set<string>();
const end = Date.now() + minutes * 60_000;
let round = 0;
do {
  console.log(`Round ${round + 1}, seed ${seed + round}`);
  // What has failed fails again: its cause is to be mended first.
  for (const test of tests.filter((test) => !failed.has(test))) {
    if (!await tryTest(test, seed + round)) failed.add(test);
  }
  round++;
} while (Date.now() < end && failed.size < tests.length);

for (const test of tests) {
  console.log(`${failed.has(test) ? "FAILED" : "ok"} ${test}: ${tried.get(test) ?? 0} cases`);
}
Deno.exit(failed.size > 0 ? 1 : 0);
