import type { AttemptInfo, TaskInfo } from "../../../../core/client/reader.ts";
import { api, ask, runParam } from "../api.ts";
import { onChange } from "../live.ts";
import { Resource } from "../resource.ts";
import type { RunModel } from "../run/run_model.ts";

/** A task as its header and all of its tabs see it; it follows what happens. */
export class TaskModel {
  readonly run: RunModel;
  readonly number: number;
  /** What routes below the task take. */
  readonly param: { flow: string; run: string; task: string };
  readonly info: Resource<TaskInfo>;
  readonly attempts: Resource<AttemptInfo[]>;

  constructor(run: RunModel, number: number) {
    this.run = run;
    this.number = number;
    this.param = { ...runParam(run.run), task: String(number) };
    const at = api.runs[":flow"][":run"].tasks[":task"];
    const { param } = this;
    this.info = new Resource(async () => await ask(at.$get({ param })) as TaskInfo);
    this.attempts = new Resource(async () =>
      await ask(at.attempts.$get({ param })) as AttemptInfo[]
    );
  }

  /** Loads it and follows it, until the function that it gives is called. */
  follow(): () => void {
    const parts = [this.info, this.attempts];
    for (const part of parts) part.reload();
    const stop = onChange({ run: this.run.run, what: ["tasks"] }, () => {
      for (const part of parts) part.reload();
    });
    return () => {
      stop();
      for (const part of parts) part.close();
    };
  }
}
