/**
 * The Worker that reads how much a store holds.
 *
 * @module
 */

import { FlowError } from "../../../store/error.ts";
import { explainSqlite } from "../../../store/metadata/sqlite_error.ts";
import { storeStats } from "../../../store/upkeep/stats.ts";
import type { StatsAnswer } from "./stats_reader.ts";

interface Scope {
  onmessage: (event: MessageEvent<{ dir: string; largest: number }>) => void;
  postMessage(answer: StatsAnswer): void;
}

const scope = self as unknown as Scope;

scope.onmessage = async ({ data: { dir, largest } }) => {
  try {
    scope.postMessage({ stats: await storeStats(dir, { largest }) });
  } catch (thrown) {
    const error = explainSqlite(thrown, dir) as Error;
    const known = error instanceof FlowError ? error : null;
    const hint = known?.hint === undefined ? {} : { hint: known.hint };
    scope.postMessage({
      error: { message: error.message, code: known?.code ?? null, ...hint },
    });
  }
};
