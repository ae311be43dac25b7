import type { Reader } from "../../../core/client/reader.ts";
import { toSvg } from "../../../core/graph/draw/mod.ts";
import type { Graph } from "../../../core/graph/graph.ts";
import { targetsOf } from "../../../core/graph/targets.ts";

/** What of a run's graph is shown. An imported run may have come with anything in its place. */
export class RunGraph {
  readonly #graph: Partial<Graph>;

  private constructor(graph: Partial<Graph>) {
    this.#graph = graph;
  }

  static async read(reader: Reader, run: string): Promise<RunGraph> {
    const graph = await reader.graph(run).catch(() => null);
    return new RunGraph(typeof graph === "object" && graph !== null ? graph : {});
  }

  /** How many steps there are. */
  get size(): number {
    return listOf(this.#graph.steps).length;
  }

  /** Whether a name is a parameter's, and no constant's. */
  isParameter(name: string): boolean {
    return listOf(this.#graph.parameters).some((one) => one?.name === name);
  }

  /** The steps that lead to a step, and those that follow it. */
  around(name: string): { before: string[]; after: string[] } {
    const steps = listOf(this.#graph.steps);
    const targets = (step: Graph["steps"][number]): string[] => {
      try {
        return [...targetsOf(step.transition)];
      } catch {
        return [];
      }
    };
    const own = steps.find((one) => one?.name === name);
    return {
      before: steps.filter((one) => targets(one).includes(name)).map((one) => one.name),
      after: own === undefined ? [] : targets(own),
    };
  }

  /** A drawing that stands alone; null where there is nothing that can be drawn. */
  svg(): string | null {
    if (this.size === 0) return null;
    try {
      return toSvg(this.#graph as Graph);
    } catch {
      return null;
    }
  }
}

function listOf<T>(given: readonly T[] | undefined): readonly T[] {
  return Array.isArray(given) ? given : [];
}
