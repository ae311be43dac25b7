import { api, ask, runParam } from "../api.ts";
import { counted } from "../format.ts";
import { hrefTo, query, runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import type { RunTabProps } from "../views.ts";
import { CardFrame } from "./card_frame.tsx";
import { NoCards } from "./no_cards.tsx";

/** Tasks whose cards are listed. */
const TASKS = "500";

/** The cards of a run's tasks by step; one of them is shown. */
export default function RunCardsTab({ run }: RunTabProps) {
  useRowKeys("Cards");
  const cards = useResource(
    () =>
      ask(
        api.runs[":flow"][":run"].cards.$get({ param: runParam(run.run), query: { limit: TASKS } }),
      ),
    [run],
    { run: run.run, what: ["cards", "tasks"] },
  );
  const data = cards.data.value;
  if (data === undefined) {
    const error = cards.error.value;
    return error === null
      ? <Loading what="cards" />
      : <ErrorState error={error} retry={cards.reload} />;
  }
  if (data.cards.length === 0) return <NoCards what="This run" />;
  const [task, id] = [Number(query.value.get("task")), query.value.get("card")];
  // The last tells most of how a run went.
  const chosen = data.cards.find((one) => one.task === task && one.id === id) ?? data.cards.at(-1)!;
  const steps = Map.groupBy(data.cards, ({ step }) => step);
  const info = run.info.data.value;
  return (
    <div class="split open">
      <nav class="split-list" aria-label="Cards">
        {[...steps].map(([step, list]) => (
          <section key={step}>
            <details open={list.length <= 30 || list.includes(chosen)}>
              <summary>
                <h3>{step}</h3>
                {list.length > 1 && <span class="dim">{counted(list.length, "card")}</span>}
              </summary>
              <ul class="values">
                {list.map((one) => (
                  <li key={`${one.task}/${one.id}`} data-row={`${one.task}/${one.id}`}>
                    <a
                      data-open
                      href={hrefTo(runHref(run.run, "cards"), {
                        task: String(one.task),
                        card: one.id,
                      })}
                      aria-current={one === chosen ? "true" : undefined}
                    >
                      <span>
                        {step}
                        <span class="dim">/</span>
                        {one.task}
                      </span>
                      <code title={one.id}>{one.id === "default" ? "" : one.id}</code>
                      <span class="dim num">{one.type}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </details>
          </section>
        ))}
        {data.next !== null && (
          <p class="dim">
            Of its first {TASKS} tasks with cards;{" "}
            <a class="link" href={runHref(run.run, "tasks")}>
              each task
            </a>{" "}
            has its own.
          </p>
        )}
      </nav>
      <div class="split-detail">
        <CardFrame
          card={{ ...chosen, run: run.run }}
          version={`${chosen.revision} ${chosen.attempt} ${info?.status}`}
        />
      </div>
    </div>
  );
}
