import { openReader } from "../results/reader.ts";
import { findTarget, type Target, taskPath } from "../results/target.ts";
import type { GlobalOptions } from "../framework/command.ts";
import { storeFolder } from "../upkeep/store_folder.ts";
import type { TaskInfo } from "../../core/client/reader.ts";
import { CardStore } from "../../plugins/cards/view/card_store.ts";
import { type CardSource, readCard } from "../../plugins/cards/view/read_card.ts";
import { CardRenderer } from "../../plugins/cards/view/renderer.ts";
import { FlowError } from "../../store/error.ts";
import type { CardRecord } from "../../store/metadata/cards.ts";
import { openStore } from "../../store/store.ts";

/** A card, and the task that has it. */
export interface FoundCard extends CardRecord {
  task: TaskInfo;
}

/** Tasks of a run that are looked at. */
const MOST_TASKS = 10_000;

/** Which card of a task is meant. */
export interface CardChoice {
  id: string | undefined;
  attempt: number | undefined;
}

/** Does something with the cards of what a pathspec names. */
export async function withCards<T>(
  globals: GlobalOptions,
  pathspec: string,
  work: (cards: FoundCard[], source: CardSource) => Promise<T>,
): Promise<T> {
  const reader = await openReader(globals);
  const target = await findTarget(reader, pathspec);
  using store = await openStore(storeFolder(globals), { readonly: true });
  const source = { reader, cards: new CardStore(store) };
  return await work(await cardsOf(source, target), source);
}

async function cardsOf({ reader, cards }: CardSource, target: Target): Promise<FoundCard[]> {
  const { run: { run }, step, task } = target;
  const numbers = task === undefined ? cards.tasks(run, MOST_TASKS) : [task.number];
  const found: FoundCard[] = [];
  for (const number of numbers) {
    const info = task ?? await reader.task(run, number);
    if (info === null || (step !== undefined && info.step !== step)) continue;
    for (const card of cards.cards(run, number)) found.push({ ...card, task: info });
  }
  return found;
}

/**
 * The one card that is meant: of the task's last attempt, if none is named.
 *
 * @throws {FlowError} Where there is none, or several.
 */
export function chooseCard(
  cards: readonly FoundCard[],
  pathspec: string,
  { id, attempt }: CardChoice,
): FoundCard {
  const tasks = [...new Set(cards.map(({ task }) => taskPath(task)))];
  if (tasks.length > 1) {
    throw new FlowError("card-ambiguous", `${tasks.length} tasks of ${pathspec} have cards`, {
      hint: `Name one, such as "${tasks[0]}"; \`flow card list ${pathspec}\` lists them.`,
      exitCode: 2,
    });
  }
  const last = attempt ?? Math.max(...cards.map((card) => card.attempt));
  const ofAttempt = cards.filter((card) => card.attempt === last);
  const found = ofAttempt.filter((card) => id === undefined || card.id === id);
  if (found.length === 1) return found[0]!;
  const ids = ofAttempt.map((card) => card.id).join(", ");
  if (found.length > 1) {
    throw new FlowError("card-ambiguous", `${tasks[0]} has ${found.length} cards: ${ids}`, {
      hint: `Say which: --id ${found[0]!.id}.`,
      exitCode: 2,
    });
  }
  const wanted = id === undefined ? "card" : `card "${id}"`;
  const where = attempt === undefined ? pathspec : `attempt ${attempt} of ${pathspec}`;
  throw new FlowError("not-found", `There is no ${wanted} of ${where}`, {
    hint: ids === "" ? "A step has a card where @card stands on it." : `It has ${ids}.`,
  });
}

/** A card as one page of HTML. */
export async function renderFound(source: CardSource, card: FoundCard): Promise<string> {
  using renderer = new CardRenderer();
  return await renderer.render(await readCard(source, card.task, card, false));
}

/** Options of commands that are about one card. */
export const CARD_OPTIONS = {
  id: { kind: "text", value: "ID", help: "which card, where a step has several" },
  attempt: {
    kind: "count",
    value: "N",
    min: 1,
    help: "of that attempt, else of the last",
  },
} as const;

/** What commands that are about one card take. */
export const CARD_POSITIONALS = {
  pathspec: {
    help: "Flow/7/step/12; a step or run, where only one task has a card",
    required: true,
    complete: "pathspec",
  },
} as const;
