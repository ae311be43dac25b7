import type { Ask } from "../protocol/messages.ts";
import { count, fields, flag, list, MessageError, text } from "./check_value.ts";

/**
 * Checks what a step asks of the scheduler. The arguments of a question of the client are checked by
 * who answers it.
 *
 * @throws {MessageError}
 */
export function checkAsk(given: unknown): Ask {
  const ask = fields(given);
  switch (ask.of) {
    case "object":
      return { of: "object", digest: text(ask.digest) };
    case "inputs":
      return {
        of: "inputs",
        from: count(ask.from),
        count: count(ask.count),
        then: count(ask.then),
        names: ask.names === null ? null : list(ask.names, text),
        base: flag(ask.base),
        items: flag(ask.items),
      };
    case "merge":
      return {
        of: "merge",
        include: ask.include === null ? null : list(ask.include, text),
        exclude: list(ask.exclude, text),
        already: list(ask.already, text),
      };
    case "tag":
      return { of: "tag", add: list(ask.add, text), remove: list(ask.remove, text) };
    case "reader":
      return { of: "reader", method: text(ask.method), args: list(ask.args, (one) => one) };
    default:
      throw new MessageError();
  }
}
