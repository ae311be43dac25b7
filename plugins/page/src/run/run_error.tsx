import type { ErrorRecord } from "../../../../core/client/reader.ts";

/** Why a run failed, as far as it is told. */
export function RunError({ error }: { error: unknown }) {
  if (typeof error !== "object" || error === null) return null;
  return <ErrorBox error={error as Partial<ErrorRecord>} />;
}

/** An error of a flow: what it said, where, and its stack for those who want it. */
export function ErrorBox({ error }: { error: Partial<ErrorRecord> }) {
  const { name = "Error", message = "", stack = "", hint, file, line } = error;
  return (
    <div class="error-box">
      <p>
        <strong>{name}</strong> {message}
      </p>
      {file && <p class="dim">{file}{line ? `:${line}` : ""}</p>}
      {hint && <p class="dim">{hint}</p>}
      {stack && (
        <details>
          <summary>Stack</summary>
          <pre>{stack}</pre>
        </details>
      )}
    </div>
  );
}
