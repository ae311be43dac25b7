import type { Description } from "../author/description.ts";
import { OWN_TYPES } from "../author/define_card.ts";
import { componentHtml } from "./components.ts";
import type { TaskFacts } from "./facts.ts";
import { factsHtml } from "./facts_view.ts";
import { type Html, markup } from "./html.ts";
import { framedPage, guardedDocument, page } from "./page.ts";
import { readContent } from "./read_content.ts";

/** A card to be rendered: plain data. */
export interface CardToRender {
  /** Whose it is, such as `Flow/7/score/12`. */
  title: string;
  type: string;
  /** What the step has put on it, as it was kept: components as JSON, or HTML of its own. */
  content: { kind: string; text: string } | null;
  /** What is known of the task; null where the card does not show it. */
  facts: TaskFacts | null;
  /** The attempt goes on. */
  running: boolean;
  /** HTML of the flow's own as it is to be put into a frame, or in a frame in a page of its own. */
  bare: boolean;
}

/** A card as one page of HTML that loads nothing. */
export async function renderCard(card: CardToRender): Promise<string> {
  const { title, type, content, facts, running } = card;
  if (content?.kind === "text") {
    const document = guardedDocument(content.text);
    return card.bare ? document : framedPage(title, document);
  }
  const { components, error } = content === null ? { components: [] } : readContent(content.text);
  const parts = await componentsHtml(components);
  const { head, rest } = facts === null ? { head: null, rest: null } : await factsHtml(facts);
  const missing = error === undefined && !OWN_TYPES.includes(type) ? notMade(type, running) : null;
  const nothing = components.length === 0 && facts === null && missing === null &&
      error === undefined
    ? markup`<p class="soft">${
      running ? "Nothing yet." : "The step has put nothing on this card."
    }</p>`
    : null;
  return page(
    title,
    markup`${head}${
      error === undefined ? null : cardError(error)
    }${missing}${parts}${nothing}${rest}`,
  );
}

/** Components one below the other; figures that follow each other stand side by side. */
async function componentsHtml(components: readonly Description[]): Promise<Html[]> {
  const parts: Html[] = [];
  let boxes: Html[] = [];
  const endBoxes = () => {
    if (boxes.length > 0) parts.push(markup`<div class="component values">${boxes}</div>`);
    boxes = [];
  };
  for (const component of components) {
    const made = await componentHtml(component);
    if (component.is === "value") {
      boxes.push(made);
      continue;
    }
    endBoxes();
    const label = "label" in component && component.label !== undefined
      ? markup`<div class="label">${component.label}</div>`
      : null;
    parts.push(markup`<div class="component">${label}${made}</div>`);
  }
  endBoxes();
  return parts;
}

function cardError(error: string): Html {
  return markup`<div class="component error"><b>This card could not be made.</b><pre>${error}</pre></div>`;
}

function notMade(type: string, running: boolean): Html {
  return running
    ? markup`<p class="soft">The card is made when the step has ended.</p>`
    : markup`<div class="component error"><b>This card was not made.</b>
<p>The function of the card "${type}" did not end in its time, or its process ended before.</p></div>`;
}
