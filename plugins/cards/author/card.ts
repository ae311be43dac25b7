import { defineStepDecorator } from "../../../core/flow/step_decorator.ts";
import { cardKeeper } from "../../../core/flow/current.ts";
import { checkKeys, numberOption, wrongOptions } from "../../decorators/options.ts";
import { failure, MOST_CHARACTERS, tooLong } from "./card_of_task.ts";
import { declareCard, findCard } from "./current_card.ts";
import { makeCard, OWN_TYPES } from "./define_card.ts";

/** Options of {@linkcode card}. */
export interface CardOptions {
  /**
   * What it is called, where a step has several: `current.card("id")`.
   *
   * @default {"default"}
   */
  id?: string;
  /**
   * `default`: what is known of the task, and what the step puts on it; `blank`: only the latter;
   * any other is of the flow's own, by `defineCard`.
   *
   * @default {"default"}
   */
  type?: string;
  /** For the function that `defineCard` was given. */
  options?: Record<string, unknown>;
  /**
   * Seconds between two updates by `current.card.refresh()`, at least.
   *
   * @default {1}
   */
  refresh?: number;
}

/** Milliseconds that a function of the flow's own may take to make a card. */
const TIME_TO_MAKE = 5000;

/**
 * Gives a step a card: a page about each of its tasks. Without a word in the step it tells of its
 * parameters, artifacts, times and errors; `current.card` puts more on it. Whatever happens to a
 * card, its task does not fail by it and does not wait for it.
 *
 * @example
 * ```ts
 * @card
 * @step
 * start() {
 *   current.card.append(Markdown("# Films"));
 *   current.card.append(Table(this.films));
 *   this.next(this.end);
 * }
 * ```
 */
export const card = defineStepDecorator<CardOptions>({
  name: "card",
  policy(options) {
    checkKeys("card", options, ["id", "type", "refresh"], ["options"]);
    const { id = "default", type = "default" } = options;
    for (const [name, value] of Object.entries({ id, type })) {
      if (typeof value === "string" && /^[A-Za-z][\w-]{0,63}$/.test(value)) continue;
      throw wrongOptions(
        "card",
        `"${name}" cannot be ${JSON.stringify(value)}`,
        "It is a name of letters, digits, - and _, which begins with a letter.",
      );
    }
    numberOption("card", "refresh", options.refresh, 1, { min: 1 });
    const made = OWN_TYPES.includes(type) ? {} : { afterwards: TIME_TO_MAKE };
    return { cards: [{ id, type }], ...made };
  },
  before({ options: { id = "default", refresh = 1 } }) {
    declareCard(id, refresh * 1000);
  },
  after({ options: { id = "default" } }) {
    findCard(id)?.end();
  },
  onError({ options: { id = "default" } }) {
    findCard(id)?.end();
  },
  async afterwards(context) {
    const { id = "default", type = "default", options = {} } = context.options;
    if (OWN_TYPES.includes(type)) return;
    const { components = [] } = findCard(id) ?? {};
    const keepCard = cardKeeper();
    try {
      const described = components.map(({ description }) => description);
      const html = await makeCard(type, context, options, described);
      if (html.length > MOST_CHARACTERS) throw new Error(tooLong(html.length));
      keepCard(id, "text", html);
    } catch (error) {
      keepCard(id, "json", failure(told(error)));
    }
  },
});

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message}\n${error.stack ?? ""}`;
}
