import { useMemo } from "preact/hooks";
import { memo } from "../ui/memo.ts";
import { type CodeSpan, highlight } from "./highlight.ts";

interface CodeLinesProps {
  text: string;
  path: string;
  /** Lines that are set off, both counted from 1. */
  from: number;
  to: number;
}

/** Code with numbers before its lines. */
export const CodeLines = memo(function CodeLines({ text, path, from, to }: CodeLinesProps) {
  const lines = useMemo(() => highlight(text, path), [text, path]);
  return (
    <pre class="code" tabIndex={0} aria-label={path}>
      {lines.map((spans, at) => {
        const number = at + 1;
        const isAt = number >= from && number <= to;
        return (
          <div key={number} class={isAt ? "code-line at" : "code-line"} data-line={number}>
            <CodeText spans={spans} />
          </div>
        );
      })}
    </pre>
  );
});

/** The parts of a line. */
export function CodeText({ spans }: { spans: readonly CodeSpan[] }) {
  // What is copied has empty lines too.
  if (spans.length === 0) return <br />;
  return (
    <>
      {spans.map(({ text, kind }, at) => (
        kind === "" ? text : <span key={at} class={`code-${kind}`}>{text}</span>
      ))}
    </>
  );
}
