import type { RefObject } from "preact";
import { query, runHref, setQuery } from "../location.ts";
import { Icon } from "../ui/icon.tsx";
import { Select } from "../ui/select.tsx";
import type { LogOf } from "./log_model.ts";
import type { LogSearch } from "./use_search.ts";

interface LogToolsProps {
  of: LogOf;
  search: LogSearch;
  field: RefObject<HTMLInputElement>;
  started: number | null;
  toBegin: () => void;
  toEnd: () => void;
  /** null where it cannot grow. */
  following: { on: boolean; change: () => void } | null;
}

/** Search, time, stream, both ends, and the log as a file. */
export function LogTools(props: LogToolsProps) {
  const { of, search, field, started, toBegin, toEnd, following } = props;
  const { run, task, attempt, stream } = of;
  const asked = new URLSearchParams({ attempt: String(attempt), ...(stream ? { stream } : {}) });
  return (
    <form class="log-tools" role="search" onSubmit={(event) => event.preventDefault()}>
      <div class="search">
        <Icon name="search" size={14} />
        <input
          ref={field}
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          autocomplete="off"
          value={query.value.get("q") ?? ""}
          onInput={(event) => setQuery({ q: event.currentTarget.value || null })}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            event.shiftKey ? search.previous() : search.next();
          }}
        />
        <kbd>/</kbd>
      </div>
      <span class="found-tools">
        <button
          type="button"
          class="quiet"
          title="Line before (Shift+Enter)"
          aria-label="Line before"
          disabled={search.term.value === ""}
          onClick={search.previous}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          class="quiet"
          title="Next line (Enter)"
          aria-label="Next line"
          disabled={search.term.value === ""}
          onClick={search.next}
        >
          <Icon name="down" />
        </button>
        <span class="dim" role="status">{search.status.value}</span>
      </span>
      <Select
        label="Stream"
        none="All streams"
        value={stream}
        options={["stdout", "stderr", "flow"].map((value) => ({ value, title: value }))}
        onChange={(stream) => setQuery({ stream })}
      />
      <label class="jump">
        <span class="dim">From</span>
        <input
          type="datetime-local"
          step="1"
          aria-label="Jump to a time"
          value={started === null ? "" : localTime(Number(query.value.get("at")) || started)}
          onChange={(event) => {
            const time = new Date(event.currentTarget.value).getTime();
            if (!Number.isNaN(time)) setQuery({ at: String(time) }, {});
          }}
        />
      </label>
      <span class="log-ends">
        <button type="button" onClick={toBegin} title="To the beginning (<)">Begin</button>
        <button type="button" onClick={toEnd} title="To the end (>)">End</button>
        {following && (
          <button
            type="button"
            class="follow"
            aria-pressed={following.on}
            onClick={following.change}
            title="Follow (f)"
          >
            Follow
          </button>
        )}
        <a
          class="button"
          download
          aria-label="Download"
          href={`/api${runHref(run, "tasks", task)}/logs/text?${asked}`}
        >
          <Icon name="download" /> <span class="wide-only">Download</span>
        </a>
      </span>
    </form>
  );
}

/** A time as a field for it takes it. */
function localTime(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
