import {
  CARD_OPTIONS,
  CARD_POSITIONALS,
  chooseCard,
  renderFound,
  withCards,
} from "../../cards/find_card.ts";
import { defineCommand } from "../../framework/command.ts";
import { writePage } from "../../results/page_output.ts";
import { taskPath } from "../../results/target.ts";

export default defineCommand({
  description: "Prints a card as one HTML file that stands alone.",
  examples: [
    "card get GenreStats/7/score/12 > card.html",
    "card get GenreStats/7/score/12 --id films --out films.html",
  ],
  options: {
    ...CARD_OPTIONS,
    out: { kind: "text", short: "o", value: "FILE", complete: "file", help: "write to a file" },
  },
  positionals: CARD_POSITIONALS,
  async run({ options, positionals: { pathspec }, globals, out, err }) {
    const { html, card } = await withCards(globals, pathspec, async (cards, source) => {
      const card = chooseCard(cards, pathspec, options);
      return { card, html: await renderFound(source, card) };
    });
    const about = { task: taskPath(card.task), attempt: card.attempt, id: card.id };
    await writePage(html, about, { file: options.out, globals, out, err });
    return 0;
  },
});
