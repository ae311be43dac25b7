/**
 * Renders cards in a Worker that may do nothing: what a flow has written is taken apart here, and
 * whatever comes of that stays here.
 *
 * @module
 */

import { type CardToRender, renderCard } from "./render_card.ts";

/** The answer to a card. */
export type Rendered = { html: string } | { error: string };

const scope = self as unknown as {
  onmessage: (event: MessageEvent<CardToRender>) => void;
  postMessage(answer: Rendered): void;
};

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage({ html: await renderCard(data) });
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
