import type { Addition } from "../model/addition.ts";
import type { Model } from "../model/model.ts";
import type { SeenRun } from "../looks/seen.ts";
import type { Stage } from "../stage.ts";
import type { Ended, Way } from "../ways/way.ts";

/** What all behaviours have. */
interface BehaviourBase {
  name: string;
  /** Why it makes no sense for flows of that shape; null where it does. */
  unfit?(model: Model): string | null;
}

/** What a check may ask besides what was seen. */
export interface Checked {
  model: Model;
  stage: Stage;
  ended: Ended;
  /** Which look it was. */
  look: string;
}

/**
 * Something that shows in a run in which every task ends well at once. Several of these can share
 * one flow; each is checked by itself.
 */
export interface CalmBehaviour extends BehaviourBase {
  add(model: Model): Addition;
  /** Throws where the run is not as it should be. Called for what each look has seen. */
  check(seen: SeenRun, context: Checked): void | Promise<void>;
  /** What is done to the run after it was looked at, and seen then. */
  afterwards?(context: Omit<Checked, "look">): Promise<void>;
}

/** Something that needs runs of its own. */
export interface PlayedBehaviour extends BehaviourBase {
  play(stage: Stage): Promise<void>;
  /** Why it cannot be in runs of that way; null where it can. */
  unfitWay?(way: Way): string | null;
}

export type Behaviour = CalmBehaviour | PlayedBehaviour;

/** Tells the two kinds apart. */
export function isCalm(behaviour: Behaviour): behaviour is CalmBehaviour {
  return "add" in behaviour;
}
