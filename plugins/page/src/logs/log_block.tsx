import { memo } from "../ui/memo.ts";
import { clock } from "../format.ts";
import type { Span, Style } from "./ansi.ts";
import type { Block, LogLine } from "./log_lines.ts";

interface LogBlockProps {
  block: Block;
  /** What is looked for, in lower case; "" for nothing. */
  term: string;
  /** The line that was found, if it is in this block. */
  found: number | null;
}

/** Some lines of a log. The browser lays it out when it comes into view, and searches it anyway. */
export const LogBlock = memo(function LogBlock({ block: { lines }, term, found }: LogBlockProps) {
  return (
    <div class="log-block" style={{ containIntrinsicHeight: `auto ${lines.length * 19}px` }}>
      {lines.map((line) => (
        <Line key={line.number} line={line} term={term} isFound={line.number === found} />
      ))}
    </div>
  );
});

function Line({ line, term, isFound }: { line: LogLine; term: string; isFound: boolean }) {
  const { number, spans, stream, time, plain } = line;
  const hasTerm = term !== "" && plain.includes(term);
  return (
    <div
      class={`log-line ${stream}${isFound ? " found" : ""}`}
      data-number={number}
      data-time={clock(time)}
      data-mark={stream === "stdout" ? undefined : stream === "stderr" ? "err" : "flow"}
    >
      {spans.length === 0 && <br />}
      {spans.map((span, at) => <Text key={at} span={span} term={hasTerm ? term : ""} />)}
    </div>
  );
}

function Text({ span: { text, style }, term }: { span: Span; term: string }) {
  const content = term === "" ? text : marked(text, term);
  const { className, colours } = look(style);
  if (className === "") return <>{content}</>;
  return <span class={className} style={colours}>{content}</span>;
}

/** The text with what is looked for set off. */
function marked(text: string, term: string) {
  const lower = text.toLowerCase();
  // Letters that are longer in lower case would shift all that follows.
  if (lower.length !== text.length) return text;
  const parts = [];
  let at = 0;
  for (let found; (found = lower.indexOf(term, at)) >= 0; at = found + term.length) {
    parts.push(text.slice(at, found), <mark>{text.slice(found, found + term.length)}</mark>);
  }
  return [...parts, text.slice(at)];
}

function look(style: Style): { className: string; colours: Record<string, string> } {
  const { color, ground, ...flags } = style;
  const names: string[] = Object.keys(flags).map((flag) => `ansi-${flag}`);
  const colours: Record<string, string> = {};
  for (const [name, value] of [["color", color], ["ground", ground]] as const) {
    if (value === undefined) continue;
    names.push(`ansi-${name}`);
    // Any colour is made to be read on the ground at hand; those by name are already.
    if (typeof value === "string" && name === "color") names.push("ansi-any");
    colours[`--ansi-${name}`] = typeof value === "number" ? `var(--ansi-${value})` : value;
  }
  return { className: names.join(" "), colours };
}
