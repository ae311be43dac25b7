import type { Addition } from "../model/addition.ts";
import type { Model } from "../model/model.ts";

/** Every task adds its key to the list that it was given; a join puts the lists together. */
export const trail: Addition = {
  members: "trail!: string[];",
  onStep: (plan, position) => ({
    code: position === 0
      ? "this.trail = [place];"
      : plan.join
      ? "this.trail = [...[...inputs].flatMap((input) => input.trail), place];"
      : "this.trail.push(place);",
  }),
};

/** What stands in the trail when a task ends, by its key. */
export function trailsOf({ tasks }: Model): Map<string, string[]> {
  const trails = new Map<string, string[]>();
  for (const { key, parents } of tasks) {
    trails.set(key, [...parents.flatMap((parent) => trails.get(parent)!), key]);
  }
  return trails;
}
