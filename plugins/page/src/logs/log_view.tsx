import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useKeys } from "../keys.ts";
import { useChange } from "../live.ts";
import { query, setQuery } from "../location.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import { LogBlock } from "./log_block.tsx";
import { LogEdge } from "./log_edge.tsx";
import type { Block } from "./log_lines.ts";
import { LogModel, type LogOf } from "./log_model.ts";
import { LogTools } from "./log_tools.tsx";
import { useSearch } from "./use_search.ts";

/** Pixels from the bottom within which a log counts as being at its end. */
const NEAR = 120;

interface LogViewProps {
  of: Omit<LogOf, "stream">;
  /** It may still grow. */
  isLive: boolean;
  /** Whether its end is what to look at first. */
  fromEnd: boolean;
  /** Milliseconds since 1970. */
  started: number | null;
}

/** The log of an attempt. */
export function LogView({ of, isLive, fromEnd, started }: LogViewProps) {
  const stream = query.value.get("stream") as LogOf["stream"];
  const at = Number(query.value.get("at")) || null;
  const { run, task, attempt } = of;
  const model = useMemo(() => new LogModel({ ...of, stream }), [run, task, attempt, stream]);
  const search = useSearch(model, query.value.get("q") ?? "");
  const isFollowing = useSignal(isLive && at === null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    model.open(at !== null ? { time: at } : fromEnd ? "end" : "begin");
  }, [model, at]);
  useEffect(() => () => model.close(), [model]);
  useChange(
    useMemo(() => ({ run, what: ["logs", "tasks"] }), [run]),
    useMemo(() => () => model.follow(), [model]),
  );

  const blocks = model.blocks.value;
  useKept(list, blocks);
  useLayoutEffect(() => {
    if (isFollowing.value) scrollTo(0, document.documentElement.scrollHeight);
  }, [blocks, isFollowing.value]);
  useEffect(() => {
    const look = () => {
      const { scrollHeight, clientHeight } = document.documentElement;
      if (scrollHeight - clientHeight - scrollY > NEAR) isFollowing.value = false;
    };
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, []);
  const found = search.found.value;
  useLayoutEffect(() => {
    if (found === null) return;
    isFollowing.value = false;
    list.current?.querySelector(".found")?.scrollIntoView({ block: "center" });
  }, [found]);

  const toBegin = async () => {
    isFollowing.value = false;
    if (model.first > 0) await model.open("begin");
    list.current?.scrollIntoView({ block: "start" });
  };
  const toEnd = async () => {
    if (model.end < model.total.peek()) await model.open("end");
    scrollTo(0, document.documentElement.scrollHeight);
  };
  const follow = async () => {
    if (isFollowing.value) return void (isFollowing.value = false);
    await toEnd();
    isFollowing.value = isLive;
  };
  useKeys("Log", [
    { keys: ["/"], does: "Search", run: () => field.current?.select() },
    { keys: ["Enter"], does: "Next line that fits", run: search.next },
    { keys: ["<"], does: "To the beginning", run: toBegin },
    { keys: [">"], does: "To the end", run: toEnd },
    ...(isLive ? [{ keys: ["f"], does: "Follow what comes", run: follow }] : []),
  ]);

  const error = model.error.value;
  return (
    <div class="log">
      <LogTools
        of={model.of}
        search={search}
        field={field}
        started={started}
        toBegin={toBegin}
        toEnd={toEnd}
        following={isLive ? { on: isFollowing.value, change: follow } : null}
      />
      {error !== null && (
        <ErrorState
          error={error}
          title="The log cannot be loaded"
          retry={() => model.isLoaded.value ? model.forward() : model.open("begin")}
        />
      )}
      {!model.isLoaded.value
        ? error === null && <Loading what="the log" rows={16} />
        : blocks.length === 0
        ? (
          <EmptyState title={isLive ? "Nothing was printed yet" : "Nothing was printed"}>
            <p class="dim">
              {stream === null
                ? "What a step writes by console.log or console.error stands here."
                : `Not to ${stream}, that is.`}
            </p>
            {stream !== null && (
              <button type="button" onClick={() => setQuery({ stream: null })}>Show all</button>
            )}
          </EmptyState>
        )
        : (
          <div
            class="log-lines"
            ref={list}
            role="log"
            aria-live="off"
            aria-label="Log"
            tabIndex={0}
          >
            <LogEdge
              isThere={model.first > 0}
              blocks={blocks}
              title="Load what came before"
              load={() => model.backward()}
            />
            {blocks.map((block) => (
              <LogBlock
                key={block.at}
                block={block}
                term={search.term.value}
                found={holds(block, found) ? found : null}
              />
            ))}
            <LogEdge
              isThere={model.end < model.total.value}
              blocks={blocks}
              title="Load what comes after"
              load={() => model.forward()}
            />
          </div>
        )}
    </div>
  );
}

function holds({ lines }: Block, line: number | null): boolean {
  return line !== null && line >= lines[0]!.number && line <= lines.at(-1)!.number;
}

/** Keeps what is read in its place when lines are added above it, or left out. */
function useKept(list: { current: HTMLElement | null }, blocks: unknown): void {
  const seen = useRef<{ element: Element; top: number } | null>(null);
  useLayoutEffect(() => {
    const { element, top } = seen.current ?? {};
    if (element?.isConnected) {
      const moved = element.getBoundingClientRect().top - top!;
      if (Math.abs(moved) > 1) scrollBy(0, moved);
    }
  }, [blocks]);
  useEffect(() => {
    const look = () => {
      const all = list.current?.querySelectorAll(".log-block") ?? [];
      const element = [...all].find((one) => one.getBoundingClientRect().bottom > 0);
      seen.current = element === undefined
        ? null
        : { element, top: element.getBoundingClientRect().top };
    };
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [blocks]);
}
