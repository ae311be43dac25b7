import type { ArtifactInfo } from "../../../../core/client/reader.ts";
import { api, ask } from "../api.ts";
import { hrefTo, query, runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import type { TaskTabProps } from "../views.ts";
import { ArtifactDetail } from "./artifact_detail.tsx";
import { ArtifactList } from "./artifact_list.tsx";
import { NoSuchArtifact } from "./no_such_artifact.tsx";

/** What a task sees at its end, by where it is from; one of it shown. */
export default function TaskArtifactsTab({ task }: TaskTabProps) {
  const { param, number, run } = task;
  useRowKeys("Artifacts");
  const artifacts = useResource(
    async () =>
      await ask(
        api.runs[":flow"][":run"].tasks[":task"].artifacts.$get({ param }),
      ) as ArtifactInfo[],
    [task],
    { run: run.run, what: ["tasks"] },
  );
  const list = artifacts.data.value;
  if (list === undefined) {
    const error = artifacts.error.value;
    return error === null
      ? <Loading what="artifacts" />
      : <ErrorState error={error} retry={artifacts.reload} />;
  }
  if (list.length === 0) {
    return (
      <EmptyState title="This task sees no artifacts">
        <p class="dim">
          What a step sets on <code>this</code> is kept when its task has ended.
        </p>
      </EmptyState>
    );
  }
  const chosen = query.value.get("name");
  const info = list.find(({ name }) => name === chosen);
  const groups = [
    { title: "Set by this task", list: list.filter((one) => one.task === number) },
    {
      title: "From tasks before it",
      list: list.filter((one) => one.task !== number && one.task !== 0),
    },
    { title: "Of the whole run", list: list.filter((one) => one.task === 0) },
  ];
  const href = (name: string) => hrefTo(runHref(run.run, "tasks", number, "artifacts"), { name });
  return (
    <div class={chosen === null ? "split" : "split open"}>
      <nav class="split-list" aria-label="Artifacts">
        {groups.filter(({ list }) => list.length > 0).map(({ title, list }) => (
          <section key={title}>
            <h3>{title}</h3>
            <ArtifactList artifacts={list} hrefOf={href} chosen={chosen} id={title} />
          </section>
        ))}
      </nav>
      <div class="split-detail">
        {info
          ? <ArtifactDetail place={{ run: run.run, task: number, name: info.name }} info={info} />
          : <NoSuchArtifact name={chosen} />}
      </div>
    </div>
  );
}
