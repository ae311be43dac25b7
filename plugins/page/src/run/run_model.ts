import type { RunInfo, StepInfo, TagInfo } from "../../../../core/client/reader.ts";
import type { Graph } from "../../../../core/graph/graph.ts";
import { api, ask, runParam } from "../api.ts";
import { type Change, onChange } from "../live.ts";
import { Resource } from "../resource.ts";

/** A run as its header and all of its tabs see it; it follows what happens. */
export class RunModel {
  /** `Demo/7` */
  readonly run: string;
  readonly info: Resource<RunInfo>;
  readonly tags: Resource<TagInfo[]>;
  /** Steps that it has reached, in that order. */
  readonly steps: Resource<StepInfo[]>;
  /** The graph as it was when it ran, which does not change. */
  readonly graph: Resource<Graph>;

  constructor(run: string) {
    this.run = run;
    const at = api.runs[":flow"][":run"];
    const param = runParam(run);
    this.info = new Resource<RunInfo>(() => ask(at.$get({ param })));
    this.tags = new Resource<TagInfo[]>(() => ask(at.tags.$get({ param })));
    this.steps = new Resource<StepInfo[]>(() => ask(at.steps.$get({ param })));
    this.graph = new Resource(async () => await ask(at.graph.$get({ param })) as unknown as Graph);
  }

  /** Loads it and follows it, until the function that it gives is called. */
  follow(): () => void {
    const parts: [Resource<unknown>, Change[]][] = [
      [this.info, ["run"]],
      [this.tags, ["tags"]],
      [this.steps, ["run", "tasks"]],
    ];
    const stops = parts.map(([resource, what]) => {
      resource.reload();
      return onChange({ run: this.run, what }, resource.reload);
    });
    this.graph.reload();
    return () => {
      for (const stop of stops) stop();
      for (const one of [this.info, this.tags, this.steps, this.graph]) one.close();
    };
  }
}
