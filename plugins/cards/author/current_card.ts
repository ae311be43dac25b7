/**
 * `current.card`: the cards of the task that runs. A Worker runs one task at a time.
 *
 * @module
 */

import { cardKeeper, current, defineCurrent } from "../../../core/flow/current.ts";
import { StepError } from "../../../core/flow/step_error.ts";
import { TaskCard } from "./card_of_task.ts";

/** The cards of a task: the one that is meant without a name, and by name. */
export interface Cards
  extends Pick<TaskCard, "components" | "append" | "extend" | "clear" | "refresh"> {
  /**
   * The card of that id.
   *
   * @throws {StepError} If the step has none of it.
   */
  (id: string): TaskCard;
}

declare module "../../../core/flow/current.ts" {
  interface Current {
    /** The step's card, of `@card`; `current.card("id")` is one of several. */
    readonly card: Cards;
  }
}

/** The attempt that `cards` are of. */
let owner = "";
let cards = new Map<string, TaskCard>();

function cardsNow(): Map<string, TaskCard> {
  const attempt = `${current.pathspec}.${current.attempt}`;
  if (attempt !== owner) {
    owner = attempt;
    cards = new Map();
  }
  return cards;
}

/** Says that the step has a card. */
export function declareCard(id: string, pause: number): void {
  cardsNow().set(id, new TaskCard(id, pause, cardKeeper()));
}

/** The step's card of that id, if it has one. */
export function findCard(id: string): TaskCard | undefined {
  return cardsNow().get(id);
}

function cardNamed(id: string): TaskCard {
  const found = cardsNow().get(id);
  if (found !== undefined) return found;
  const ids = [...cardsNow().keys()];
  throw new StepError(
    "error",
    `Step "${current.step}" has no card "${id}"`,
    ids.length === 0
      ? `Put @card({ id: ${JSON.stringify(id)} }) on it.`
      : `It has ${ids.map((one) => JSON.stringify(one)).join(", ")}.`,
  );
}

/** The card that is meant where none is named: the one without an id, or the only one. */
function onlyCard(): TaskCard {
  const known = [...cardsNow().values()];
  const found = cardsNow().get("default") ?? (known.length === 1 ? known[0] : undefined);
  if (found !== undefined) return found;
  if (known.length === 0) {
    throw new StepError(
      "error",
      `Step "${current.step}" has no card`,
      "Put @card on the step.",
    );
  }
  throw new StepError(
    "error",
    `Step "${current.step}" has several cards`,
    `Say which: current.card(${JSON.stringify(known[0]!.id)}).append(…).`,
  );
}

const currentCard: Cards = Object.defineProperties(((id: string) => cardNamed(id)) as Cards, {
  components: { get: () => onlyCard().components },
  append: { value: (...args: Parameters<TaskCard["append"]>) => onlyCard().append(...args) },
  extend: { value: (...args: Parameters<TaskCard["extend"]>) => onlyCard().extend(...args) },
  clear: { value: () => onlyCard().clear() },
  refresh: { value: () => onlyCard().refresh() },
});

defineCurrent("card", () => currentCard);
