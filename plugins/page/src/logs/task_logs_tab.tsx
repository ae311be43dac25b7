import { hrefTo, query, runHref } from "../location.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import { StatusWord } from "../ui/status.tsx";
import type { TaskTabProps } from "../views.ts";
import { LogView } from "./log_view.tsx";

/** What an attempt of a task has printed. */
export default function TaskLogsTab({ task }: TaskTabProps) {
  const { run, number } = task;
  const attempts = task.attempts.data.value;
  if (attempts === undefined) {
    const error = task.attempts.error.value;
    return error === null
      ? <Loading what="the log" />
      : <ErrorState error={error} retry={task.attempts.reload} />;
  }
  if (attempts.length === 0) {
    return (
      <EmptyState title="The task has not begun">
        <p class="dim">Its log is shown as soon as it prints something.</p>
      </EmptyState>
    );
  }
  const chosen = Number(query.value.get("attempt"));
  const at = attempts.find(({ attempt }) => attempt === chosen) ?? attempts.at(-1)!;
  return (
    <div class="log-tab">
      {attempts.length > 1 && (
        <nav class="attempt-choice" aria-label="Attempts">
          {attempts.map(({ attempt, status }) => (
            <a
              key={attempt}
              href={hrefTo(runHref(run.run, "tasks", number, "logs"), { attempt: String(attempt) })}
              aria-current={attempt === at.attempt ? "true" : undefined}
            >
              Attempt {attempt} <StatusWord status={status} compact />
            </a>
          ))}
        </nav>
      )}
      <LogView
        key={`${number}/${at.attempt}`}
        of={{ run: run.run, task: number, attempt: at.attempt }}
        isLive={at.status === "running"}
        fromEnd={at.status !== "succeeded"}
        started={at.started}
      />
    </div>
  );
}
