import { useSignal } from "@preact/signals";
import { api, ask } from "../api.ts";
import { counted } from "../format.ts";
import { runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import { ErrorState, Loading } from "./states.tsx";

/** A place where bytes are used, as the API tells it. */
export interface Use {
  run: string;
  task: number;
  step: string | null;
  name: string | null;
  position: number | null;
}

/** Pages that are asked for on one's own until something is found. */
const LOOKS = 20;

async function look(
  digest: string,
  from: string | null,
): Promise<{ uses: Use[]; next: string | null }> {
  let next = from;
  for (let at = 0; at < LOOKS; at++) {
    const page = await ask(api.objects[":digest"].$get({
      param: { digest },
      query: { limit: "50", ...(next === null ? {} : { after: next }) },
    }));
    next = page.next;
    if (page.uses.length > 0 || next === null) return { uses: page.uses, next };
  }
  return { uses: [], next };
}

/** Where else the same bytes are used, the newest runs first. */
export function Uses({ digest }: { digest: string }) {
  const more = useSignal<Use[]>([]);
  /** Undefined until more was asked for. */
  const next = useSignal<string | null | undefined>(undefined);
  const first = useResource(() => look(digest, null), [digest]);
  const page = first.data.value;
  if (page === undefined) {
    const error = first.error.value;
    return error === null
      ? <Loading what="where it is used" rows={3} />
      : <ErrorState error={error} retry={first.reload} />;
  }
  const uses = [...page.uses, ...more.value];
  const rest = next.value === undefined ? page.next : next.value;
  const goOn = async () => {
    const found = await look(digest, rest);
    more.value = [...more.value, ...found.uses];
    next.value = found.next;
  };
  return (
    <div class="uses">
      {uses.length === 0 && rest === null && <p class="dim">No run uses it any more.</p>}
      <ul>
        {uses.map((use) => (
          <li key={`${use.run}/${use.task}/${use.name}/${use.position}`}>
            <a href={useHref(use)}>
              <span>{use.run}</span>
              <span class="dim">{placeOf(use)}</span>
              <code>{use.name ?? `item ${use.position}`}</code>
            </a>
          </li>
        ))}
      </ul>
      {rest !== null && (
        <button type="button" onClick={goOn}>
          {uses.length === 0 ? "Look further" : `${counted(uses.length, "place")}; look for more`}
        </button>
      )}
    </div>
  );
}

function placeOf({ task, step }: Use): string {
  return task === 0 ? "whole run" : `${step ?? "?"}/${task}`;
}

function useHref({ run, task, name }: Use): string {
  const query = name === null ? "" : `?${new URLSearchParams({ name })}`;
  return task === 0
    ? `${runHref(run, "artifacts")}${query}`
    : `${runHref(run, "tasks", task, "artifacts")}${query}`;
}
