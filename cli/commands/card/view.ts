import { openFile } from "../../cards/open_file.ts";
import {
  CARD_OPTIONS,
  CARD_POSITIONALS,
  chooseCard,
  renderFound,
  withCards,
} from "../../cards/find_card.ts";
import { defineCommand } from "../../framework/command.ts";

export default defineCommand({
  description: "Opens a card in the browser, or prints the path of its file where there is none.",
  examples: ["card view GenreStats/7/score/12", "card view GenreStats/7/end"],
  options: CARD_OPTIONS,
  positionals: CARD_POSITIONALS,
  async run({ options, positionals: { pathspec }, globals, out }) {
    const html = await withCards(
      globals,
      pathspec,
      (cards, source) => renderFound(source, chooseCard(cards, pathspec, options)),
    );
    const path = await Deno.makeTempFile({ prefix: "flow-card-", suffix: ".html" });
    await Deno.writeTextFile(path, html);
    const opened = await openFile(path);
    if (globals.json) out.json({ path, opened });
    else out.line(path);
    return 0;
  },
});
