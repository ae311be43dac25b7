import { api, ask } from "../api.ts";
import { runHref, setQuery } from "../location.ts";
import { useResource } from "../resource.ts";
import { Icon } from "../ui/icon.tsx";

interface CompareHeadProps {
  a: string;
  b: string;
  only: boolean;
}

/** Which two runs, and whether only what differs is shown. */
export function CompareHead({ a, b, only }: CompareHeadProps) {
  const recent = useResource(
    async () => (await ask(api.runs.$get({ query: { limit: "100" } }))).runs.map(({ run }) => run),
    [],
  );
  return (
    <header class="page-head">
      <h1>Compare</h1>
      <datalist id="recent-runs">
        {(recent.data.value ?? []).map((run) => <option key={run} value={run} />)}
      </datalist>
      <Choice name="a" run={a} />
      <button
        type="button"
        class="quiet"
        title="Change sides (x)"
        aria-label="Change sides"
        onClick={() => setQuery({ a: b, b: a })}
      >
        <Icon name="swap" />
      </button>
      <Choice name="b" run={b} />
      <label class="only">
        <input
          type="checkbox"
          role="switch"
          checked={only}
          onChange={(event) => setQuery({ only: event.currentTarget.checked ? "1" : null })}
        />{" "}
        Only what differs <kbd>d</kbd>
      </label>
    </header>
  );
}

function Choice({ name, run }: { name: "a" | "b"; run: string }) {
  const title = name.toUpperCase();
  return (
    <span class="run-choice">
      <label>
        <strong class={`letter ${name}`}>{title}</strong>
        <input
          aria-label={`Run ${title}`}
          list="recent-runs"
          placeholder="Flow/7"
          autocomplete="off"
          value={run}
          onChange={(event) => setQuery({ [name]: event.currentTarget.value.trim() || null }, {})}
        />
      </label>
      {run !== "" && <a class="link" href={runHref(run)} aria-label={`Open ${run}`}>open</a>}
    </span>
  );
}
