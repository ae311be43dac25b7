/** An executor: this process runs tasks of one step, its code in a Worker. */

import { createWorkerSandbox } from "./sandbox.ts";
import { readSettings } from "./settings.ts";
import { runTrustedHalf } from "./trusted_half.ts";

await runTrustedHalf(await readSettings(), createWorkerSandbox, Deno.exit);
