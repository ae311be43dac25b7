import { type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { LogLine } from "./log_lines.ts";
import type { LogModel } from "./log_model.ts";

/** A search in a log: first in what is loaded, then on the server. */
export interface LogSearch {
  /** In lower case. */
  term: Signal<string>;
  /** Lines that have it, of those that are loaded. */
  hits: Signal<readonly LogLine[]>;
  found: Signal<LogLine | null>;
  /** What to say of it. */
  status: Signal<string>;
  next: () => Promise<void>;
  previous: () => Promise<void>;
}

/** Searches a log. */
export function useSearch(model: LogModel, query: string): LogSearch {
  const term = useSignal("");
  term.value = query.trim().toLowerCase();
  const found = useSignal<LogLine | null>(null);
  const note = useSignal("");
  const isBusy = useRef(false);
  const hits = useComputed(() => {
    const wanted = term.value;
    if (wanted === "") return [];
    return model.blocks.value.flatMap(({ lines }) =>
      lines.filter(({ plain }) => plain.includes(wanted))
    );
  });
  useSignalEffect(() => {
    term.value;
    found.value = null;
    note.value = "";
  });
  const status = useComputed(() => {
    if (term.value === "") return "";
    if (note.value !== "") return note.value;
    const at = found.value === null ? -1 : hits.value.indexOf(found.value);
    const isPart = model.previous.value !== null || model.next.value !== null;
    const lines = `${hits.value.length}${isPart ? "+" : ""}`;
    return at < 0 ? `${lines} lines` : `${at + 1} of ${lines}`;
  });

  const go = async (isBackward: boolean) => {
    if (term.value === "" || isBusy.current) return;
    isBusy.current = true;
    try {
      const wanted = term.value;
      const at = found.value === null ? -1 : hits.value.indexOf(found.value);
      const loaded = hits.value[isBackward ? (at < 0 ? hits.value.length : at) - 1 : at + 1];
      note.value = "";
      if (loaded !== undefined) return void (found.value = loaded);
      note.value = "Searching…";
      const isEnd = (isBackward ? model.previous : model.next).value === null;
      const seq = isEnd ? null : await model.find(wanted, isBackward);
      if (term.value !== wanted) return;
      if (seq === null) {
        return void (note.value = hits.value.length === 0 && at < 0
          ? "Not found"
          : isBackward
          ? "None above"
          : "None below");
      }
      await model.open({ seq });
      note.value = "";
      const fits = hits.value.filter(({ seq: from, last }) =>
        isBackward ? from <= seq : last >= seq
      );
      found.value = (isBackward ? fits.at(-1) : fits[0]) ?? null;
    } catch (error) {
      note.value = (error as Error).message;
    } finally {
      isBusy.current = false;
    }
  };
  return { term, hits, found, status, next: () => go(false), previous: () => go(true) };
}
