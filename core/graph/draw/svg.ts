import type { Graph } from "../graph.ts";
import { shorten } from "./edges.ts";
import { layOut, type PlacedEdge, type PlacedStep, round } from "./layout.ts";

/**
 * The graph as an SVG image that stands alone: no script, no font and no file is loaded. It follows
 * the light or dark scheme of the page.
 */
export function toSvg(graph: Graph): string {
  const { width, height, steps, edges } = layOut(graph);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow-graph" width="${width}" ` +
    `height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${
      escape(`Graph of ${graph.flow}`)
    }">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" ' +
    'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" class="head"/></marker></defs>',
    ...edges.map(drawEdge),
    ...steps.map((step) => drawStep(step, graph)),
    "</svg>",
    "",
  ].join("\n");
}

/** Every rule is for this image alone: the image may stand inside of a page. */
const STYLE = [
  "{font:12px ui-sans-serif,system-ui,sans-serif;color:#1f2933}",
  " .line{fill:none;stroke:#7b8794;stroke-width:1.4}",
  " .foreach .line{stroke-width:3}",
  " .edge.switch .line{stroke-dasharray:5 4}",
  " .head{fill:#7b8794}",
  " .label{fill:#52606d;font-size:11px;text-anchor:middle;paint-order:stroke;stroke:#fff;" +
  "stroke-width:4px}",
  " .box{fill:#f5f7fa;stroke:#52606d;stroke-width:1.2}",
  " .join .box{fill:#e3f0fb}",
  " .step.switch .box{fill:#fdf3d8}",
  " .start .box{stroke-width:2.4}",
  " .end .box{stroke-width:2.4}",
  " .name{fill:currentColor;text-anchor:middle;dominant-baseline:central}",
].map((rule) => ".flow-graph" + rule).join("") +
  `@media(prefers-color-scheme:dark){${
    [
      "{color:#e4e7eb}",
      " .box{fill:#2a333d;stroke:#9aa5b1}",
      " .join .box{fill:#1d3a52}",
      " .step.switch .box{fill:#4a3d16}",
      " .line{stroke:#9aa5b1}",
      " .head{fill:#9aa5b1}",
      " .label{fill:#cbd2d9;stroke:#1f2933}",
    ].map((rule) => ".flow-graph" + rule).join("")
  }}`;

function drawStep({ step, x, y, width, height }: PlacedStep, graph: Graph): string {
  const classes = [
    "step",
    ...(step.join ? ["join"] : []),
    ...(step.transition.kind === "switch" ? ["switch"] : []),
    ...(step.name === graph.start ? ["start"] : []),
    ...(step.name === graph.end ? ["end"] : []),
  ].join(" ");
  const title = step.doc === "" ? step.name : `${step.name}: ${step.doc}`;
  return `<g class="${classes}" data-step="${escape(step.name)}"><title>${escape(title)}</title>` +
    `<rect class="box" x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${width}" ` +
    `height="${height}" rx="8"/><text class="name" x="${x}" y="${y}">${
      escape(step.name)
    }</text></g>`;
}

function drawEdge(edge: PlacedEdge): string {
  const text = edge.kind === "foreach" ? "for each" : shorten(edge.label, 24);
  const [first, second] = edge.points;
  const at = edge.back
    ? { x: second!.x, y: second!.y }
    : { x: round((first!.x + second!.x) / 2), y: round((first!.y + second!.y) / 2 + 4) };
  const label = text === ""
    ? ""
    : `<text class="label" x="${at.x}" y="${at.y}">${escape(text)}</text>`;
  return `<g class="edge ${escape(edge.kind)}"><path class="line" d="${pathOf(edge)}" ` +
    `marker-end="url(#flow-arrow)"/>${label}</g>`;
}

/** A smooth line: it leaves and reaches boxes straight down, or for a loop from the side. */
function pathOf({ points, back }: PlacedEdge): string {
  const [first, ...rest] = points;
  if (back) {
    const [middle, last] = rest as [PlacedEdge["points"][0], PlacedEdge["points"][0]];
    return `M${first!.x} ${first!.y}C${middle.x} ${
      first!.y
    } ${middle.x} ${last.y} ${last.x} ${last.y}`;
  }
  let path = `M${first!.x} ${first!.y}`;
  let from = first!;
  for (const to of rest) {
    const middle = round((from.y + to.y) / 2);
    path += `C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
    from = to;
  }
  return path;
}

/** Text for XML: what has a meaning there, and what must not stand there. */
function escape(text: string): string {
  return text
    // deno-lint-ignore no-control-regex -- names of steps can be any text
    .replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
