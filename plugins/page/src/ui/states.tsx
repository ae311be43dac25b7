import type { ComponentChildren } from "preact";
import { ProblemError } from "../api.ts";

/** Nothing is there; it says how there could be something. */
export function EmptyState(
  { title, children }: { title: string; children?: ComponentChildren },
) {
  return (
    <div class="state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface ErrorStateProps {
  error: Error;
  title?: string;
  hint?: ComponentChildren;
  /** What is to be tried again, if that can help. */
  retry?: () => void;
}

/** Something failed: what, and what to do. */
export function ErrorState({ error, title, hint, retry }: ErrorStateProps) {
  const problem = error instanceof ProblemError ? error : null;
  return (
    <div class="state error" role="alert">
      <h2>{title ?? (problem?.code === "unreachable" ? "No connection" : "Cannot show this")}</h2>
      <p>{error.message}</p>
      {(hint ?? problem?.hint) && <p class="dim">{hint ?? problem?.hint}</p>}
      {retry && <button type="button" onClick={retry}>Try again</button>}
    </div>
  );
}

/** Holds the place of what is being loaded; seen only if that takes a while. */
export function Loading({ rows = 8, what }: { rows?: number; what: string }) {
  return (
    <div class="loading" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, at) => <i key={at} />)}
    </div>
  );
}
