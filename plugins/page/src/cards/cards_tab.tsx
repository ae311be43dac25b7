import { api, ask } from "../api.ts";
import { hrefOf, query, setQuery } from "../location.ts";
import { useResource } from "../resource.ts";
import { Select } from "../ui/select.tsx";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import type { TaskTabProps } from "../views.ts";

/** Types of cards that Flow itself makes: pages without scripts. */
const OWN_TYPES: readonly string[] = ["default", "blank"];

/** The cards of a task, each in a frame that reaches nothing; they follow what the step shows. */
export default function CardsTab({ task }: TaskTabProps) {
  const { flow, run, task: number } = task.param;
  const attempts = task.attempts.data.value ?? [];
  const last = attempts.at(-1)?.attempt ?? 1;
  const attempt = Number(query.value.get("attempt")) || last;
  const param = { ...task.param, attempt: String(attempt) };
  const at = api.runs[":flow"][":run"].tasks[":task"].attempts[":attempt"];
  const cards = useResource(
    () => ask(at.cards.$get({ param })),
    [task, attempt],
    { run: task.run.run, what: ["cards", "tasks"] },
  );
  const list = cards.data.value;
  if (list === undefined) {
    const error = cards.error.value;
    return error ? <ErrorState error={error} retry={cards.reload} /> : <Loading what="cards" />;
  }
  const status = attempts.find((one) => one.attempt === attempt)?.status ?? "";
  const path = (id: string) =>
    hrefOf("runs", flow, run, "tasks", number, "attempts", attempt, "cards", id);
  return (
    <div class="cards">
      {attempts.length > 1 && (
        <Select
          label="Attempt"
          none={`Attempt ${last}`}
          value={attempt === last ? null : String(attempt)}
          options={attempts.slice(0, -1).map((one) => ({
            value: String(one.attempt),
            title: `Attempt ${one.attempt}`,
          }))}
          onChange={(value) => setQuery({ attempt: value })}
        />
      )}
      {list.length === 0 && (
        <EmptyState title="This attempt has no cards">
          <p>
            A step has one where <code>@card</code> stands on it.
          </p>
        </EmptyState>
      )}
      {list.map(({ id, type, revision }) => {
        const href = `/api${path(id)}`;
        return (
          <section key={id}>
            <h3>
              {id} <a class="link" href={href} target="_blank">open alone</a>
            </h3>
            {/* Another address is another page in the frame's history; another frame is not. */}
            <iframe
              key={`${revision}.${status}`}
              title={`Card ${id}`}
              src={href}
              sandbox={OWN_TYPES.includes(type) ? "allow-popups" : "allow-scripts"}
            />
          </section>
        );
      })}
    </div>
  );
}
