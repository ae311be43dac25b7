import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface VirtualRowsProps {
  /** How many there are. */
  count: number;
  /** Pixels of each. */
  height: number;
  /** Makes a row; its key, and `aria-rowindex`, are its own affair. */
  row: (index: number) => ComponentChildren;
  /** Called with the last row that is made, whenever that has changed. */
  onRange?: (last: number) => void;
}

/** Rows made beyond what is in view, so that fast scrolling finds them there. */
const BEYOND = 12;

/** Rows of equal height in the page's own scroll: only those in view are made. */
export function VirtualRows({ count, height, row, onRange }: VirtualRowsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [{ first, last }, setRange] = useState({ first: 0, last: 60 });
  useEffect(() => {
    const measure = () => {
      const { top } = frame.current!.getBoundingClientRect();
      const begin = Math.max(0, Math.floor(-top / height) - BEYOND);
      const end = Math.ceil((innerHeight - top) / height) + BEYOND;
      setRange((range) =>
        range.first === begin && range.last === end ? range : { first: begin, last: end }
      );
    };
    measure();
    addEventListener("scroll", measure, { passive: true });
    addEventListener("resize", measure);
    return () => {
      removeEventListener("scroll", measure);
      removeEventListener("resize", measure);
    };
  }, [height, count]);
  useEffect(() => onRange?.(last), [last, count]);
  const shown = Array.from(
    { length: Math.max(0, Math.min(last, count) - first) },
    (_, at) => row(first + at),
  );
  return (
    <div ref={frame} role="rowgroup" class="virtual" style={{ height: `${count * height}px` }}>
      <div role="presentation" style={{ transform: `translateY(${first * height}px)` }}>
        {shown}
      </div>
    </div>
  );
}
