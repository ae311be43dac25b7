import { useEffect, useState } from "preact/hooks";
import { hrefOf } from "../location.ts";
import { Icon } from "../ui/icon.tsx";

/** A card of an attempt. */
export interface CardAt {
  run: string;
  task: number;
  attempt: number;
  id: string;
  type: string;
}

/** Types of cards that Flow itself makes: pages without scripts. */
const OWN_TYPES: readonly string[] = ["default", "blank"];

interface CardFrameProps {
  card: CardAt;
  /** Another one means that the card is to be loaded anew. */
  version: string;
}

/**
 * A card in a frame that has no origin: whatever a flow wrote on it reaches nothing of this page. A
 * newer version takes the place of the one at hand when it is there, so that nothing flickers.
 */
export function CardFrame({ card, version }: CardFrameProps) {
  const { run, task, attempt, id, type } = card;
  const url = `/api${
    hrefOf("runs", ...run.split("/"), "tasks", task, "attempts", attempt, "cards", id)
  }`;
  const wanted = `${url}?${new URLSearchParams({ version })}`;
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => setShown((shown) => shown?.startsWith(`${url}?`) ? shown : null), [url]);
  const sources = shown === null || shown === wanted ? [wanted] : [shown, wanted];
  return (
    <section class="card-frame">
      <header>
        <h3>{id}</h3>
        <a class="button small" href={url} target="_blank" rel="noreferrer">
          <Icon name="open" size={13} /> Open alone
        </a>
      </header>
      <div class="frames">
        {sources.map((source) => (
          <iframe
            key={source}
            class={source === shown || shown === null ? "shown" : "coming"}
            // The server says the same of each page.
            sandbox={OWN_TYPES.includes(type) ? "allow-popups" : "allow-scripts"}
            title={source === wanted && sources.length > 1 ? `Card ${id}, anew` : `Card ${id}`}
            src={source}
            onLoad={() => setShown(source)}
          />
        ))}
      </div>
    </section>
  );
}
