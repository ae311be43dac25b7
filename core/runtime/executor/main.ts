/** An executor: this process runs tasks of one step after the other, their code in a Worker each. */

import { WorkerSandboxes } from "./sandbox.ts";
import { readSettings, readToken } from "./settings.ts";
import { runTrustedHalf } from "./trusted_half.ts";

const settings = readSettings();
// Its Worker starts now: the scheduler has much to do until it tells the token.
const sandboxes = new WorkerSandboxes(settings.likely);
await runTrustedHalf(settings, await readToken(), sandboxes, Deno.exit);
