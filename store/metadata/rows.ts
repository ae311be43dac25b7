/** Status words of a run. `lost` is derived: still `running` but without a heartbeat. */
export type RunStatus = "running" | "succeeded" | "failed" | "cancelled" | "lost";

/** Status words of a task and of an attempt. */
export type TaskStatus = "queued" | "running" | "succeeded" | "caught" | "failed" | "cancelled";

/** An error as it is kept: what `@catchError` gives and what `status` and `logs` show. */
export interface ErrorRecord {
  name: string;
  message: string;
  stack: string;
  /**
   * What kind of failure: `error` (the step threw), `timeout`, `memory`, `exit`, `killed`,
   * `permission`, `artifact` (a value that cannot be kept), `transition`, `load`.
   */
  type: string;
  /** In the user's source, where known. */
  file?: string;
  line?: number;
  column?: number;
  hint?: string;
}

/**
 * Bytes of an encoded value up to which it is kept in the row that names it. An object of its own
 * would take more room than the value, and a wide foreach leaves a great many of them.
 */
export const TINY_MAX = 128;

/** A value in the store: which bytes, and how they were encoded. */
export interface ArtifactRef {
  digest: string;
  /** The codec's name. */
  kind: string;
  /** Bytes of the encoded value. */
  size: number;
  /** The bytes themselves, of a tiny value: there is no object of its digest. */
  data?: Uint8Array<ArrayBuffer>;
}

/** The reference in a row of `artifacts` or `items`. */
export function refOfRow(row: Record<string, unknown>): ArtifactRef {
  const { digest, kind, size, data } = row as unknown as ArtifactRef & { data?: unknown };
  const ref: ArtifactRef = { digest, kind, size };
  if (data instanceof Uint8Array) ref.data = data;
  return ref;
}

/** The transition that a finished task took. */
export interface Taken {
  kind: "end" | "linear" | "branch" | "foreach" | "switch";
  targets: string[];
  /** Foreach: the number of items. */
  size?: number;
  /** Switch: the key that decided. */
  key?: string;
}
