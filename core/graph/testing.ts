/**
 * For tests: flows given as text.
 *
 * @module
 */

import type { Graph, Step } from "./graph.ts";
import { readFlows, type SourceResult } from "./read_flows.ts";
import { parentPath } from "../../store/path.ts";
import { joinPath } from "./source/path.ts";

/**
 * Lays out files in a folder of their own, removed afterwards.
 *
 * @param files By path in the folder.
 * @param use Gets the folder.
 */
export async function withFiles<T>(
  files: Record<string, string>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = Deno.realPathSync(await Deno.makeTempDir({ prefix: "flow-graph-" }));
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = joinPath(folder, name);
      await Deno.mkdir(parentPath(path), { recursive: true });
      await Deno.writeTextFile(path, text);
    }
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Reads the flows of `flow.ts` among files given as text. */
export function readFiles(files: Record<string, string>): Promise<SourceResult> {
  return withFiles(files, (folder) => readFlows(joinPath(folder, "flow.ts")));
}

/** Reads the only flow of a text. */
export async function readSource(text: string): Promise<Graph> {
  const { graphs, diagnostics } = await readFiles({ "flow.ts": text });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  if (graphs.length !== 1) throw new Error(`${graphs.length} flows, not one`);
  return graphs[0]!;
}

/** Reads the body of one step, of a flow with steps `start`, `a`, `b` and `end`. */
export async function readStep(body: string, members = ""): Promise<Step> {
  const graph = await readSource(`
    import { FlowSpec, step, param, type Inputs } from "flow";
    export default class F extends FlowSpec {
      ${members}
      @step async start() { ${body} }
      @step a() { this.next(this.end); }
      @step b() { this.next(this.end); }
      @step end() {}
    }`);
  return graph.steps.find(({ name }) => name === "start")!;
}

/** The names in a list of uses, each once, in order. */
export function namesOf(uses: readonly { name: string }[]): string[] {
  return [...new Set(uses.map(({ name }) => name))];
}
