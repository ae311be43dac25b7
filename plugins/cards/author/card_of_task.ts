import { type AnyComponent, Component, wrong } from "./component.ts";
import type { KeepCard } from "../../../core/flow/current.ts";
import type { CardContent } from "./description.ts";

/** Characters that a card may have; what an executor refuses has more bytes than so many can be. */
export const MOST_CHARACTERS = 8 << 20;

/** One card of the task that runs. */
export class TaskCard {
  readonly id: string;
  /** Its components, first to last. The list may be changed; `refresh` shows it. */
  readonly components: AnyComponent[] = [];
  #keep: KeepCard;
  /** Milliseconds between two updates, at least. */
  #pause: number;
  #sent = -Infinity;
  #waits: ReturnType<typeof setTimeout> | null = null;

  constructor(id: string, pause: number, keep: KeepCard) {
    this.id = id;
    this.#pause = pause;
    this.#keep = keep;
  }

  /** Adds a component at the end. */
  append(component: AnyComponent): this {
    this.components.push(checked(component));
    return this;
  }

  /** Adds several at the end. */
  extend(components: Iterable<AnyComponent>): this {
    const isList = typeof Object(components)[Symbol.iterator] === "function";
    // What is no list is told of like what is no component.
    for (const component of isList ? components : [components as never]) this.append(component);
    return this;
  }

  /** Takes all components away. */
  clear(): this {
    this.components.length = 0;
    return this;
  }

  /**
   * Shows the card as it is now to who looks at it while the step runs: the first time at once, then
   * at most once a second. At the end of the step it is kept as it is then, without asking.
   */
  refresh(): this {
    const rest = this.#sent + this.#pause - performance.now();
    if (rest <= 0) this.send();
    // A step that keeps the thread busy comes here again before the timer has its turn.
    else this.#waits ??= setTimeout(() => this.send(), rest);
    return this;
  }

  /** Keeps the card as it is now. */
  send(): void {
    if (this.#waits !== null) clearTimeout(this.#waits);
    this.#waits = null;
    this.#sent = performance.now();
    this.#keep(this.id, "json", this.#text());
  }

  /** The step has ended. */
  end(): void {
    if (this.components.length > 0 || this.#sent > -Infinity) this.send();
  }

  #text(): string {
    try {
      const content: CardContent = {
        components: this.components.map((component) => checked(component).description),
      };
      const text = JSON.stringify(content);
      return text.length <= MOST_CHARACTERS ? text : failure(tooLong(text.length));
    } catch (error) {
      return failure(`The card cannot be told: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** What is kept in place of a card that cannot be made. */
export function failure(error: string): string {
  return JSON.stringify({ components: [], error: error.slice(0, 10_000) } satisfies CardContent);
}

/** Why a card of so many characters is not kept. */
export function tooLong(length: number): string {
  const millions = (length / 1e6).toFixed(1);
  return `The card has ${millions} million characters, and ${
    MOST_CHARACTERS >> 20
  } MiB is the most: show less of what the step has, it is in the artifacts anyway`;
}

/** What is no component says so in its place: a step must not fail by its card. */
function checked(component: AnyComponent): AnyComponent {
  if (component instanceof Component) return component;
  const given = typeof component === "string" ? "A text" : `A value of type ${typeof component}`;
  const text = `${given} is no component. Use Markdown(text), Table(rows), Json(value) and so on.`;
  return new Component(() => wrong(text), []);
}
