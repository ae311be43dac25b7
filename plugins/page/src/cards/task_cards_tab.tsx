import { api, ask } from "../api.ts";
import { query, setQuery } from "../location.ts";
import { useResource } from "../resource.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import type { TaskTabProps } from "../views.ts";
import { CardFrame } from "./card_frame.tsx";
import { NoCards } from "./no_cards.tsx";

/** The cards of an attempt of a task, updated as its step updates them. */
export default function TaskCardsTab({ task }: TaskTabProps) {
  const { run, number, param } = task;
  const attempts = task.attempts.data.value ?? [];
  const asked = Number(query.value.get("attempt"));
  const at = attempts.find(({ attempt }) => attempt === asked) ?? attempts.at(-1);
  const attempt = at?.attempt ?? 1;
  const cards = useResource(
    () =>
      ask(
        api.runs[":flow"][":run"].tasks[":task"].attempts[":attempt"].cards.$get({
          param: { ...param, attempt: String(attempt) },
        }),
      ),
    [task, attempt],
    { run: run.run, what: ["cards", "tasks"] },
  );
  const list = cards.data.value;
  if (list === undefined) {
    const error = cards.error.value;
    return error === null
      ? <Loading what="cards" />
      : <ErrorState error={error} retry={cards.reload} />;
  }
  return (
    <div class={list.length > 1 ? "cards several" : "cards"}>
      {attempts.length > 1 && (
        <div class="switch" role="group" aria-label="Attempt">
          {attempts.map((one) => (
            <button
              key={one.attempt}
              type="button"
              aria-pressed={one.attempt === attempt}
              onClick={() => setQuery({ attempt: String(one.attempt) })}
            >
              Attempt {one.attempt}
            </button>
          ))}
        </div>
      )}
      {list.length === 0 && <NoCards what="This attempt" />}
      {list.map((card) => (
        <CardFrame
          key={card.id}
          card={{ ...card, run: run.run, task: number, attempt }}
          version={`${card.revision} ${at?.status} ${at?.finished ?? ""}`}
        />
      ))}
    </div>
  );
}
