import { type CardRecord, cardsOf, tasksWithCards } from "../../../store/metadata/cards.ts";
import { findRun } from "../../../store/metadata/runs.ts";
import { digestSync } from "../../../store/objects/digest.ts";
import { damagedObject } from "../../../store/objects/object_errors.ts";
import type { Store } from "../../../store/store.ts";

/** Finds cards in a store. */
export class CardStore {
  #store: Pick<Store, "db" | "objects">;

  constructor(store: Pick<Store, "db" | "objects">) {
    this.#store = store;
  }

  /** The cards of a task by attempt, and of each in the order of its step. */
  cards(run: string, task: number): CardRecord[] {
    const id = this.#idOf(run);
    return id === null ? [] : cardsOf(this.#store.db, id, task);
  }

  /** The first tasks of a run that have cards, by number. */
  tasks(run: string, limit: number): number[] {
    const id = this.#idOf(run);
    return id === null ? [] : tasksWithCards(this.#store.db, id, limit);
  }

  /**
   * What a step has put on a card, as it was kept; null for nothing.
   *
   * @throws FlowError `object-missing`, `object-damaged`.
   */
  content({ content }: CardRecord): { kind: string; text: string } | null {
    if (content === null) return null;
    const { digest, kind, data } = content;
    // Objects are verified when they are read; this is read here.
    if (data !== undefined && digestSync(data, this.#store.objects.algorithm) !== digest) {
      throw damagedObject(digest, "its bytes have changed");
    }
    const bytes = data ?? this.#store.objects.get(digest);
    return { kind, text: new TextDecoder().decode(bytes) };
  }

  #idOf(run: string): number | null {
    const [flow, number] = run.split("/");
    return findRun(this.#store.db, flow!, Number(number))?.id ?? null;
  }
}
