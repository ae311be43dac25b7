import {
  CARD_OPTIONS,
  CARD_POSITIONALS,
  chooseCard,
  renderFound,
  withCards,
} from "../../cards/find_card.ts";
import { defineCommand } from "../../framework/command.ts";
import { safeText } from "../../terminal/safe_text.ts";
import { explainPath } from "../../../store/given_path.ts";

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
    const html = await withCards(
      globals,
      pathspec,
      (cards, source) => renderFound(source, chooseCard(cards, pathspec, options)),
    );
    if (options.out === undefined) {
      out.write(html);
      return 0;
    }
    try {
      await Deno.writeTextFile(options.out, html);
    } catch (error) {
      throw explainPath(error, "write", options.out);
    }
    if (!globals.quiet) err.line(`Written to ${safeText(options.out)}`);
    return 0;
  },
});
