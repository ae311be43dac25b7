import type { HookContext } from "../../../core/flow/step_decorator.ts";
import { StepError } from "../../../core/flow/step_error.ts";
import type { Description } from "./description.ts";

/** What a function that makes cards is given: the task as it has ended. */
export interface CardTask<Options = Record<string, unknown>> {
  /** Artifacts and parameters by name, as the step sees them. */
  // deno-lint-ignore no-explicit-any -- the flow's own names
  readonly flow: any;
  readonly step: string;
  /** `Flow/7/score/12` */
  readonly pathspec: string;
  readonly attempt: number;
  /** `options` of `@card`. */
  readonly options: Options;
  /** What was put on the card by `current.card`, as plain data. */
  readonly components: readonly Description[];
}

/** Makes the HTML of a card. It runs in the step's sandbox, after the step. */
// deno-lint-ignore no-explicit-any -- the options are whatever the flow says
export type MakeCard = (task: CardTask<any>) => string | Promise<string>;

/** Types that come with Flow. */
export const OWN_TYPES: readonly string[] = ["default", "blank"];

const makers = new Map<string, MakeCard>();

/**
 * Defines a type of card: a function that makes its HTML, which is shown in a frame that can reach
 * nothing, with its styles, scripts and `data:` images but no others.
 *
 * @param name What `@card({ type })` says.
 * @throws {StepError} If the name is taken.
 *
 * @example
 * ```ts
 * defineCard("means", ({ flow }) => `<h1>${Object.keys(flow.means).length} genres</h1>`);
 *
 * export default class Ratings extends FlowSpec {
 *   @card({ type: "means" })
 *   @step
 *   end() {}
 * }
 * ```
 */
export function defineCard(name: string, make: MakeCard): void {
  if (makers.has(name) || OWN_TYPES.includes(name)) {
    throw new StepError(
      "load",
      `Cannot define a card "${name}": there is one already`,
      "Give it another name.",
    );
  }
  makers.set(name, make);
}

/**
 * Makes the HTML of a card of a type of the flow's own.
 *
 * @throws {Error} What the function throws, and where there is none.
 */
export async function makeCard(
  type: string,
  { flow, step, attempt, current }: HookContext<unknown>,
  options: unknown,
  components: readonly Description[],
): Promise<string> {
  const make = makers.get(type);
  if (make === undefined) {
    throw new Error(
      `There is no card of type "${type}": define it with defineCard(${JSON.stringify(type)}, …)`,
    );
  }
  const { pathspec } = current;
  const html = await make({ flow, step, pathspec, attempt, options, components });
  if (typeof html === "string") return html;
  throw new TypeError(`The card's function gave ${typeof html}, and not a text of HTML`);
}
