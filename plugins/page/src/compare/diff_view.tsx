import { structuredPatch } from "diff";
import { useMemo } from "preact/hooks";
import { CodeText } from "../code/code_lines.tsx";
import { highlight } from "../code/highlight.ts";

/** Changed lines beyond which two texts are called different, and no more. */
const MOST = 5000;

interface DiffViewProps {
  a: string;
  b: string;
  /** By its ending it is highlighted. */
  path: string;
}

/** Two texts as one, with the lines that only one of them has. */
export function DiffView({ a, b, path }: DiffViewProps) {
  const patch = useMemo(
    () => structuredPatch("", "", a, b, "", "", { context: 3, maxEditLength: MOST, timeout: 1000 }),
    [a, b],
  );
  const [old, now] = useMemo(() => [highlight(a, path), highlight(b, path)], [a, b, path]);
  if (patch === undefined) return <p class="dim">They have hardly a line in common.</p>;
  if (patch.hunks.length === 0) return <p class="dim">The same text.</p>;
  return (
    <pre class="code diff" tabIndex={0} aria-label={`Differences of ${path}`}>
      {patch.hunks.map((hunk, at) => {
        let left = hunk.oldStart;
        let right = hunk.newStart;
        return (
          <div key={at} class="hunk">
            <div class="hunk-head dim">lines {hunk.oldStart} and {hunk.newStart}</div>
            {hunk.lines.filter((line) => !line.startsWith("\\")).map((line, at) => {
              const sign = line[0]!;
              const spans = sign === "+" ? now[right - 1] : old[left - 1];
              const number = sign === "+" ? right : left;
              if (sign !== "+") left++;
              if (sign !== "-") right++;
              const kind = sign === "+" ? " added" : sign === "-" ? " removed" : "";
              return (
                <div key={at} class={`code-line${kind}`} data-line={number}>
                  <span class="sign">{sign}</span>
                  <CodeText spans={spans ?? []} />
                </div>
              );
            })}
          </div>
        );
      })}
    </pre>
  );
}
