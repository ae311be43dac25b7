import { useEffect, useRef } from "preact/hooks";
import { RUN_STATES } from "../ui/status.tsx";
import { api, ask } from "../api.ts";
import { useKeys } from "../keys.ts";
import { query, setQuery } from "../location.ts";
import { useResource } from "../resource.ts";
import { Icon } from "../ui/icon.tsx";
import { Select } from "../ui/select.tsx";
import { FILTERS, isFiltered, SPANS } from "./run_query.ts";

/** Milliseconds after the last letter until the search begins. */
const PAUSE = 120;

/** The search field and the filters of the list; all they say is in the address. */
export function RunFilters() {
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const flows = useResource(() => ask(api.flows.$get()), [], { what: ["run"] });
  const text = query.value.get("q") ?? "";
  useKeys("List", [{ keys: ["/"], does: "Search", run: () => field.current?.select() }]);
  useEffect(() => {
    if (field.current !== null && field.current !== document.activeElement) {
      field.current.value = text;
    }
  }, [text]);
  const search = (value: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ q: value.trim() || null, after: null }), PAUSE);
  };
  const choose = (name: string) => (value: string | null) =>
    setQuery({ [name]: value, after: null });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        <span class="unseen">Search runs</span>
        <Icon name="search" size={14} />
        <input
          ref={field}
          type="search"
          defaultValue={text}
          placeholder="Search: words, tag:nightly, user:ann, minVotes=5"
          onInput={(event) => search(event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <Select
        label="Flow"
        none="All flows"
        value={query.value.get("flow")}
        options={(flows.data.value ?? []).map(({ flow }) => ({ value: flow, title: flow }))}
        onChange={choose("flow")}
      />
      <Select
        label="Status"
        none="Any status"
        value={query.value.get("status")}
        options={RUN_STATES.map((value) => ({ value, title: value }))}
        onChange={choose("status")}
      />
      <Select
        label="Time"
        none="Any time"
        value={query.value.get("since")}
        options={Object.entries(SPANS).map(([value, { title }]) => ({ value, title }))}
        onChange={choose("since")}
      />
      <button
        type="button"
        class="quiet"
        hidden={!isFiltered(query.value)}
        onClick={() => {
          if (field.current) field.current.value = "";
          setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])));
        }}
      >
        Clear
      </button>
    </form>
  );
}
