import type { NewRun } from "../../../store/metadata/writer.ts";

/** A run's row as far as it does not matter here. */
export function newRun(flow: string, created: number, graph: string, code: string): NewRun {
  return {
    flow,
    created,
    pid: Deno.pid,
    host: Deno.hostname(),
    user: "bench",
    originRun: null,
    params: { width: 2 },
    graph,
    code,
    file: `/flows/${flow}.ts`,
    className: flow,
    project: null,
    tags: [],
    systemTags: ["user:bench"],
  };
}
