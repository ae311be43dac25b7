import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { count } from "../format.ts";
import type { LogModel } from "./log_model.ts";

/** Matches that are counted. */
const MOST = 10_000;
/** Milliseconds after the last key before the server is asked. */
const PAUSE = 200;

/** A search in the whole log, which the server does. */
export interface LogSearch {
  /** In lower case. */
  term: Signal<string>;
  /** The line that is shown. */
  found: Signal<number | null>;
  /** What to say of it. */
  status: ReadonlySignal<string>;
  next: () => Promise<void>;
  previous: () => Promise<void>;
}

/** Searches a log; what it finds is loaded when it is gone to. */
export function useSearch(model: LogModel, query: string): LogSearch {
  const term = useSignal("");
  term.value = query.trim().toLowerCase();
  const found = useSignal<number | null>(null);
  const lines = useSignal<readonly number[]>([]);
  /** Where to go on looking. */
  const at = useSignal(0);
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);

  useEffect(() => {
    found.value = null;
    lines.value = [];
    at.value = 0;
    problem.value = null;
  }, [model, term.value]);
  useEffect(() => {
    const wanted = term.value;
    const total = model.total.value;
    if (wanted === "" || at.peek() >= total) return;
    let isGone = false;
    const look = async () => {
      try {
        while (!isGone && lines.peek().length < MOST) {
          const page = await model.search(wanted, at.peek());
          if (isGone) return;
          lines.value = [...lines.peek(), ...page.lines];
          at.value = page.next ?? total;
          if (page.next === null) break;
        }
        isBusy.value = false;
      } catch (error) {
        if (isGone) return;
        problem.value = (error as Error).message;
        isBusy.value = false;
      }
    };
    isBusy.value = true;
    const timer = setTimeout(look, PAUSE);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [model, term.value, model.total.value]);

  const status = useComputed(() => {
    if (term.value === "") return "";
    if (problem.value !== null) return problem.value;
    const total = lines.value.length;
    if (total === 0) return isBusy.value ? "Searching…" : "Not found";
    const all = `${count(total)}${total >= MOST || isBusy.value ? "+" : ""}`;
    const index = found.value === null ? -1 : lines.value.indexOf(found.value);
    return index < 0 ? `${all} ${total === 1 ? "line" : "lines"}` : `${count(index + 1)} of ${all}`;
  });

  const go = async (line: number | undefined) => {
    if (line === undefined) return;
    if (line < model.first || line >= model.end) await model.open({ line });
    found.value = line;
  };
  return {
    term,
    found,
    status,
    // After the last comes the first.
    next: () =>
      go(lines.value.find((line) => line > (found.value ?? topLine() - 1)) ?? lines.value[0]),
    previous: () =>
      go(lines.value.findLast((line) => line < (found.value ?? topLine())) ?? lines.value.at(-1)),
  };
}

/** The first line in view. */
function topLine(): number {
  const lines = document.querySelectorAll<HTMLElement>(".log-line");
  const line = [...lines].find((one) => one.getBoundingClientRect().bottom > 120);
  return Number(line?.dataset.number ?? 0);
}
