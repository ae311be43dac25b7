import { lazy } from "../../../store/lazy.ts";
import type { ChartDescription } from "../author/description.ts";
import { Html, markup } from "./html.ts";

/** What a chart takes in one colour scheme. */
type Scheme = "light" | "dark";

const COLOURS: Record<Scheme, { text: string; line: string; mark: string }> = {
  light: { text: "#3e4c59", line: "#d9dfe5", mark: "#1769aa" },
  dark: { text: "#cbd2d9", line: "#3a4552", mark: "#6cb6f5" },
};

/** Loads nothing, wherever a specification may point. */
const LOADER = {
  load: () => Promise.reject(new Error("A chart's data has to stand in it: nothing is loaded")),
  // Links and pictures lead nowhere.
  sanitize: () => Promise.resolve({}),
  http: () => Promise.reject(new Error("Nothing is loaded")),
  file: () => Promise.reject(new Error("Nothing is loaded")),
};

/**
 * A chart as a picture, in the colours of both schemes. Pictures run no scripts and follow no links,
 * whatever stands in them.
 *
 * Specifications hold expressions. Vega would make functions of them; here they are interpreted.
 *
 * @throws {Error} Where the specification is wrong.
 */
export async function chartHtml({ spec, label }: ChartDescription): Promise<Html> {
  const alt = label ?? titleOf(spec) ?? "Chart";
  const light = await chartSvg(spec as object, "light");
  const dark = await chartSvg(spec as object, "dark");
  return markup`<picture><source media="(prefers-color-scheme: dark)" srcset="${
    dataUrl(dark)
  }"><img src="${dataUrl(light)}" alt="${alt}"></picture>`;
}

async function chartSvg(spec: object, scheme: Scheme): Promise<string> {
  const { compile } = await lazy<typeof import("vega-lite")>("vega-lite");
  const vega = await lazy<typeof import("vega")>("vega");
  const { expressionInterpreter } = await lazy<typeof import("vega-interpreter")>(
    "vega-interpreter",
  );
  const own = spec as { config?: object; width?: unknown; background?: unknown };
  const filled = {
    background: "transparent",
    ...own.width === undefined || own.width === "container" ? { ...own, width: 480 } : own,
    config: { ...configOf(scheme), ...own.config },
  };
  const { spec: compiled } = compile(filled as Parameters<typeof compile>[0]);
  const runtime = vega.parse(compiled, undefined, { ast: true } as never);
  const view = new vega.View(runtime, {
    renderer: "none",
    logLevel: vega.None,
    loader: LOADER as never,
    expr: expressionInterpreter,
  } as never);
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function configOf(scheme: Scheme) {
  const { text, line, mark } = COLOURS[scheme];
  const font = "ui-sans-serif, system-ui, sans-serif";
  return {
    font,
    view: { stroke: "transparent" },
    mark: { color: mark },
    title: { color: text },
    style: { "guide-label": { fill: text }, "guide-title": { fill: text } },
    axis: {
      domainColor: line,
      gridColor: line,
      tickColor: line,
      labelColor: text,
      titleColor: text,
    },
    legend: { labelColor: text, titleColor: text },
    header: { labelColor: text, titleColor: text },
  };
}

function titleOf(spec: unknown): string | null {
  const { title, description } = spec as { title?: unknown; description?: unknown };
  const found = [description, title].find((one) => typeof one === "string");
  return found === undefined ? null : found as string;
}

function dataUrl(svg: string): string {
  return `data:image/svg+xml;base64,${new TextEncoder().encode(svg).toBase64()}`;
}
