import { computed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { StepInfo } from "../../../../core/client/reader.ts";
import type { Graph, Step } from "../../../../core/graph/graph.ts";
import { useKeys } from "../keys.ts";
import { setQuery } from "../location.ts";
import { Icon } from "../ui/icon.tsx";
import { drawGraph, type Picture } from "./picture.ts";
import type { Point } from "./layout/layout.ts";
import { StepBox } from "./step_box.tsx";
import { stateOf, totalOf } from "./step_state.ts";
import { Viewport } from "./viewport.ts";

/** Below this width, a graph goes from top to bottom. */
const NARROW = 620;
/** Pixels that a key moves it: what is to the left comes into view by the key to the left. */
const MOVES: Readonly<Record<string, [dx: number, dy: number]>> = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60],
};

interface GraphViewProps {
  graph: Graph;
  steps: readonly StepInfo[];
  chosen: string | null;
  hrefOf: (step: string) => string;
}

/** The graph of a flow as a drawing that can be moved and scaled. */
export function GraphView({ graph, steps, chosen, hrefOf }: GraphViewProps) {
  const frame = useRef<SVGSVGElement>(null);
  const isNarrow = useSignal(innerWidth < NARROW);
  const viewport = useMemo(() => new Viewport(), []);
  const picture = useMemo(() => drawGraph(graph, isNarrow.value), [graph, isNarrow.value]);
  const focus = useRef<() => Point>(() => ({ x: 0, y: 0 }));
  focus.current = () => {
    const states = new Map(steps.map((step) => [step.step, stateOf(step)]));
    const matters = [
      ({ name }: Step) => name === chosen,
      ({ name }: Step) => states.get(name) === "failed",
      ({ name }: Step) => states.get(name) === "running",
      () => true,
    ];
    const { steps: placed } = picture;
    const found = matters.map((test) => placed.find(({ step }) => test(step)));
    return found.find((one) => one !== undefined)?.middle ?? { x: 0, y: 0 };
  };
  useEffect(() => {
    const svg = frame.current!;
    const measure = () => {
      const { width, height } = svg.getBoundingClientRect();
      isNarrow.value = width < NARROW;
      viewport.resize({ width, height }, picture, focus.current());
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(svg);
    const detach = viewport.attach(svg);
    return () => {
      observer.disconnect();
      detach();
    };
  }, [picture]);
  useKeys("Graph", [
    { keys: ["+", "="], does: "Larger", run: () => viewport.zoom(1.25) },
    { keys: ["-"], does: "Smaller", run: () => viewport.zoom(0.8) },
    { keys: ["0"], does: "Show all", run: viewport.fit },
    { keys: Object.keys(MOVES), does: "Move", run: ({ key }) => viewport.move(...MOVES[key]!) },
    { keys: ["Escape"], does: "Close the step", run: () => setQuery({ step: null }) },
  ]);
  const transform = useMemo(() =>
    computed(() => {
      const { x, y, scale } = viewport.view.value;
      return `translate(${x} ${y}) scale(${scale})`;
    }), []);
  const infos = new Map(steps.map((step) => [step.step, step]));
  const { many, taken } = useMemo(() => readGraph(picture), [picture]);
  return (
    <div class="graph">
      <svg ref={frame} role="group" aria-label={`The steps of ${graph.flow}`}>
        <defs>
          {["taken", "open"].map((kind) => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              class={kind}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path d="M0.500 0.500L7.500 4L0.500 7.500z" />
            </marker>
          ))}
        </defs>
        <g transform={transform}>
          {picture.edges.map(({ edge, path, label }) => {
            const kind = taken(edge.from, edge.to, infos) ? "taken" : "open";
            return (
              <g key={`${edge.from} ${edge.to}`} class={`edge ${kind} ${edge.kind}`}>
                <path d={path} marker-end={`url(#arrow-${kind})`} />
                {edge.label && <text x={label.x} y={label.y - 5}>{brief(edge.label)}</text>}
                {edge.kind === "foreach" && <text x={label.x} y={label.y - 5}>each</text>}
              </g>
            );
          })}
          {picture.steps.map(({ step, middle }) => (
            <StepBox
              key={step.name}
              step={step}
              info={infos.get(step.name)}
              middle={middle}
              isMany={many.has(step.name) || totalOf(infos.get(step.name)) > 1}
              isChosen={step.name === chosen}
              href={hrefOf(step.name)}
            />
          ))}
        </g>
      </svg>
      <div class="graph-tools">
        <button type="button" class="quiet" title="Larger (+)" onClick={() => viewport.zoom(1.25)}>
          <Icon name="plus" />
          <span class="unseen">Larger</span>
        </button>
        <button type="button" class="quiet" title="Smaller (-)" onClick={() => viewport.zoom(0.8)}>
          <Icon name="minus" />
          <span class="unseen">Smaller</span>
        </button>
        <button type="button" class="quiet" title="Show all (0)" onClick={viewport.fit}>
          <Icon name="fit" />
          <span class="unseen">Show all</span>
        </button>
      </div>
    </div>
  );
}

/** Which steps have a task for each item, and whether a run has gone along an arrow. */
function readGraph({ edges }: Picture) {
  const many = new Set(
    edges.filter(({ edge }) => edge.kind === "foreach").map(({ edge }) => edge.to),
  );
  const taken = (from: string, to: string, infos: ReadonlyMap<string, StepInfo>) =>
    infos.has(from) && infos.has(to);
  return { many, taken };
}

function brief(text: string): string {
  return text.length > 14 ? `${text.slice(0, 13)}…` : text;
}
