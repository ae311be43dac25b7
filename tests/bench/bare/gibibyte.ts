/**
 * 1 GiB by hand: made, hashed, and written to a file that is synced.
 *
 * Usage: `deno run -A tests/bench/bare/gibibyte.ts FILE`
 */

import { createHash } from "node:crypto";
import { noise } from "../flows/noise.ts";

const data = noise(1 << 30);
const hash = createHash("sha256").update(data).digest("hex");
using file = await Deno.open(Deno.args[0]!, { write: true, create: true });
for (let at = 0; at < data.length;) at += await file.write(data.subarray(at, at + (8 << 20)));
await file.syncData();
console.log(hash);
