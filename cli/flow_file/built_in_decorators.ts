import { decoratorsComeFrom } from "../../core/lint/known_decorators.ts";
import { lazy } from "../../store/lazy.ts";

/** Says where the decorators that come with Flow are; they are loaded for flows that use any. */
export function offerDecorators(): void {
  // Computed, so that Deno does not read them before they are needed.
  decoratorsComeFrom(() =>
    Promise.all([
      lazy(new URL("../../plugins/decorators/mod.ts", import.meta.url)),
      lazy(new URL("../../plugins/cards/author/card.ts", import.meta.url)),
    ])
  );
}
