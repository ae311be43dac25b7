/** An executor: this process runs tasks of one step, its code in a Worker. */

import { workerSandboxes } from "./sandbox.ts";
import { readSettings } from "./settings.ts";
import { runTrustedHalf } from "./trusted_half.ts";

const settings = await readSettings();
await runTrustedHalf(settings, workerSandboxes(settings.likely), Deno.exit);
