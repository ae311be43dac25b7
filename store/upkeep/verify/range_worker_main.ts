/**
 * The Worker that verifies ranges of objects.
 *
 * @module
 */

import { FlowError } from "../../error.ts";
import { explainSqlite } from "../../metadata/sqlite_error.ts";
import { openStore, type Store } from "../../store.ts";
import type { RangeAnswer } from "./range_worker.ts";
import { type Range, verifyRange } from "./verify_range.ts";

interface Scope {
  onmessage: (event: MessageEvent<{ dir: string; range: Range }>) => void;
  postMessage(answer: RangeAnswer): void;
}

/** Bytes that are told of together. */
const TOLD = 8 << 20;

const scope = self as unknown as Scope;
let store: Store | undefined;

scope.onmessage = async ({ data: { dir, range } }) => {
  try {
    store ??= await openStore(dir, { readonly: true });
    let bytes = 0;
    const verified = await verifyRange(store, range, (length) => {
      bytes += length;
      if (bytes < TOLD) return;
      scope.postMessage({ kind: "passed", bytes });
      bytes = 0;
    });
    scope.postMessage({ kind: "passed", bytes });
    scope.postMessage({ kind: "verified", verified });
  } catch (thrown) {
    const error = explainSqlite(thrown, dir);
    const { code, hint }: { code?: string; hint?: string | undefined } = error instanceof FlowError
      ? error
      : {};
    scope.postMessage({
      kind: "failed",
      error,
      ...(code === undefined ? {} : { code }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
};
