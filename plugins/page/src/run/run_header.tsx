import type { ComponentChildren } from "preact";
import type { RunInfo } from "../../../../core/client/reader.ts";
import { duration, moment } from "../format.ts";
import { runHref } from "../location.ts";
import { now } from "../now.ts";
import { sumTasks } from "../../../../core/client/sum_tasks.ts";
import { Ago } from "../ui/ago.tsx";
import { StatusWord } from "../ui/status.tsx";
import { TaskBar } from "../ui/task_bar.tsx";
import { useTitle } from "../ui/title.ts";
import { RunCommands } from "./run_commands.tsx";
import { RunError } from "./run_error.tsx";
import type { RunModel } from "./run_model.ts";
import { RunParameters } from "./run_parameters.tsx";
import { RunTags } from "./run_tags.tsx";

interface RunHeaderProps {
  model: RunModel;
  info: RunInfo;
  /** One line: something of the run is looked at, and not the run. */
  isBrief: boolean;
}

/** What a run is, how it stands, and what can be done with it. */
export function RunHeader({ model, info, isBrief }: RunHeaderProps) {
  useTitle(`${info.run} ${info.status}`);
  const { status, finished, created } = info;
  const length = finished !== null
    ? finished - created
    : status === "running"
    ? Math.max(0, now.value - created)
    : null;
  return (
    <header class="run-head">
      <div class="run-title">
        <h1>
          <a href={`/?${new URLSearchParams({ flow: info.flow })}`}>{info.flow}</a>
          <span class="dim">/</span>
          {info.number}
        </h1>
        <StatusWord status={status} />
        {model.steps.data.value && <TaskBar tasks={sumTasks(model.steps.data.value)} />}
      </div>
      <RunCommands info={info} />
      {!isBrief && (
        <dl class="facts">
          <Fact name="Started">
            <span title={moment(created)}>
              <Ago time={created} />
            </span>
          </Fact>
          <Fact name="Duration">{length === null ? "unknown" : duration(length)}</Fact>
          <Fact name="User">{info.user}</Fact>
          {info.project !== null && (
            <Fact name="Project">{info.project.name} · {info.project.branch}</Fact>
          )}
          {info.origin !== null && (
            <Fact name="Resumed from">
              <a class="link" href={runHref(info.origin)}>{info.origin}</a>
            </Fact>
          )}
          <RunParameters info={info} />
          <RunTags model={model} />
        </dl>
      )}
      {!isBrief && <RunError error={info.error} />}
    </header>
  );
}

/** One fact of a run: what, and its value. */
function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
