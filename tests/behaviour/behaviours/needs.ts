/**
 * Reasons why a behaviour makes no sense for a shape.
 *
 * @module
 */

import type { Model } from "../model/model.ts";

/** For what happens in joins. */
export function needsJoin({ joins }: Model): string | null {
  return joins.length > 0 ? null : "it has no join";
}
