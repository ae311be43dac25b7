import { HOME_PATHS } from "../../../store/home_paths.ts";
import { markup } from "./html.ts";
import { page } from "./page.ts";
import type { CardToRender } from "./render_card.ts";
import type { Rendered } from "./render_worker_main.ts";

/** No rights, but to load what it needs of Flow's modules when it needs that. */
const OWN_MODULES = {
  read: HOME_PATHS,
  env: false,
  ffi: false,
  import: false,
  net: false,
  run: false,
  sys: false,
  write: false,
};

/** Milliseconds that a card may take. */
const TIME_TO_RENDER = 10_000;

/**
 * Renders cards, one after the other, in a Worker that may do nothing. A card that fails or takes too
 * long gives a page that says so.
 */
export class CardRenderer implements Disposable {
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #limit: number;

  /** @param limit Milliseconds that a card may take. */
  constructor(limit: number = TIME_TO_RENDER) {
    this.#limit = limit;
  }

  /** The card as one page of HTML. */
  render(card: CardToRender): Promise<string> {
    const rendered = this.#last.then(() => this.#render(card));
    this.#last = rendered;
    return rendered;
  }

  [Symbol.dispose](): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  async #render(card: CardToRender): Promise<string> {
    const worker = this.#worker ??= startWorker();
    const { promise, resolve } = Promise.withResolvers<Rendered>();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ error: event.message });
      this[Symbol.dispose]();
    };
    const timer = setTimeout(() => {
      resolve({ error: `It took longer than ${this.#limit / 1000} s` });
      this[Symbol.dispose]();
    }, this.#limit);
    worker.postMessage(card);
    const rendered = await promise;
    clearTimeout(timer);
    if ("html" in rendered) return rendered.html;
    const { error } = rendered;
    return page(
      card.title,
      markup`<div class="error"><b>This card cannot be shown.</b><pre>${error}</pre></div>`,
    );
  }
}

function startWorker(): Worker {
  return new Worker(new URL("./render_worker_main.ts", import.meta.url), {
    type: "module",
    name: "card",
    deno: { permissions: OWN_MODULES },
  } as WorkerOptions);
}
