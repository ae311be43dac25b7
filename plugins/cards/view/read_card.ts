import type { Reader, TaskInfo } from "../../../core/client/reader.ts";
import type { CardRecord } from "../../../store/metadata/cards.ts";
import type { CardStore } from "./card_store.ts";
import { readFacts } from "./read_facts.ts";
import type { CardToRender } from "./render_card.ts";

/** Where what a card shows is kept. */
export interface CardSource {
  reader: Reader;
  cards: CardStore;
}

/**
 * Reads what it takes to render a card.
 *
 * @param bare As in {@linkcode CardToRender}.
 */
export async function readCard(
  { reader, cards }: CardSource,
  task: TaskInfo,
  card: CardRecord,
  bare: boolean,
): Promise<CardToRender> {
  const { type, attempt } = card;
  const attempts = await reader.attempts(task.run, task.number);
  const own = attempts.find((one) => one.attempt === attempt);
  return {
    title: `${task.run}/${task.step}/${task.number}`,
    type,
    content: cards.content(card),
    facts: type === "default" ? await readFacts(reader, task, attempt) : null,
    running: own?.finished === null,
    bare,
  };
}
