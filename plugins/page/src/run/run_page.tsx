import { useEffect, useMemo } from "preact/hooks";
import { Later } from "../ui/later.tsx";
import { ErrorState, Loading } from "../ui/states.tsx";
import { RUN_TABS } from "../views.ts";
import { RunHeader } from "./run_header.tsx";
import { RunModel } from "./run_model.ts";
import { RunTabs } from "./run_tabs.tsx";

/** A run: its header, and the tab that the address names. */
export function RunPage({ run, rest }: { run: string; rest: readonly string[] }) {
  const model = useMemo(() => new RunModel(run), [run]);
  useEffect(() => model.follow(), [model]);
  const [id = RUN_TABS[0]!.id, ...below] = rest;
  const tab = RUN_TABS.find((one) => one.id === id);
  // Its code comes along with the run, not after it.
  useEffect(() => void tab?.load().catch(() => {}), [tab]);
  const info = model.info.data.value;
  const error = model.info.error.value;
  if (info === undefined) {
    return error === null
      ? <Loading what="the run" />
      : <ErrorState error={error} retry={model.info.reload} />;
  }
  return (
    <article class="run">
      <RunHeader model={model} info={info} isBrief={below.length > 0} />
      <RunTabs run={run} at={id} />
      <section class="tab" aria-label={tab?.title ?? "Nothing"}>
        {tab === undefined
          ? <ErrorState title="There is no such tab" error={new Error(`A run has no “${id}”`)} />
          : <Later key={id} load={tab.load} props={{ run: model, rest: below }} />}
      </section>
    </article>
  );
}
