import { useEffect, useRef } from "preact/hooks";

/** Pixels before the edge comes into view at which more is loaded. */
const AHEAD = 1200;

interface LogEdgeProps {
  /** Whether there is more beyond it. */
  isThere: boolean;
  /** What is loaded: another try is due when that has changed. */
  blocks: unknown;
  title: string;
  load: () => void;
}

/** Where a log goes on beyond what is loaded: it is loaded when that comes near. */
export function LogEdge({ isThere, blocks, title, load }: LogEdgeProps) {
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isThere) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry!.isIntersecting && load(),
      { rootMargin: `${AHEAD}px 0px` },
    );
    observer.observe(edge.current!);
    return () => observer.disconnect();
  }, [isThere, blocks]);
  if (!isThere) return null;
  return (
    <div class="log-edge" ref={edge}>
      <button type="button" class="small" onClick={load}>{title}</button>
    </div>
  );
}
