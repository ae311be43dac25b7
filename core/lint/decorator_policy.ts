import { FlowError } from "../../store/error.ts";
import type { StepPolicy } from "../flow/policy.ts";
import type { Decorator } from "../graph/graph.ts";
import { isDynamicPart } from "../graph/source/evaluate.ts";
import type { LintOptions } from "./known_decorators.ts";

/** What is wrong with a decorator's options. */
export interface OptionProblem {
  decorator: Decorator;
  message: string;
  hint: string;
}

/** What a step asks for, and which of its decorators cannot be obeyed. */
export interface Asked {
  /** Of each decorator that is known and has right options. */
  policies: { decorator: Decorator; policy: StepPolicy }[];
  problems: OptionProblem[];
}

/**
 * Applies the decorators of a step or class to the options in the source.
 *
 * @param known Decorators by name; others (a user's own) are left alone.
 */
export function askedOf(
  decorators: readonly Decorator[],
  known: LintOptions["decorators"],
): Asked {
  const asked: Asked = { policies: [], problems: [] };
  for (const decorator of decorators) {
    const definition = decorator.from === "flow" ? known?.get(decorator.name) : undefined;
    if (definition?.policy === undefined) continue;
    const [options] = decorator.args;
    if (options?.kind === "dynamic") {
      asked.problems.push(unreadable(decorator, options.source));
      continue;
    }
    const hidden: string[] = [];
    try {
      const value = options === undefined ? {} : readable(options.value, hidden);
      const policy = (definition.policy(value) ?? {}) as StepPolicy;
      if (hidden.length > 0 && hasFunction(policy)) {
        asked.problems.push(unreadable(decorator, hidden[0]!));
      } else asked.policies.push({ decorator, policy });
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      const { message, hint = "Correct the options." } = error;
      // What is refused may be no more than what stands in for a value that is not known.
      asked.problems.push(
        hidden.length > 0 ? unreadable(decorator, hidden[0]!) : { decorator, message, hint },
      );
    }
  }
  return asked;
}

function unreadable(decorator: Decorator, source: string): OptionProblem {
  return {
    decorator,
    message: `@${decorator.name}: "${source}" cannot be read from the source`,
    hint: "Write a literal, or the name of a constant: the scheduler obeys decorators without " +
      "running the flow's code.",
  };
}

/**
 * The options as the decorator gets them. A function stands in for all that only the running flow
 * can evaluate: right for options that take one, and refused by all others.
 *
 * @param hidden Gets the source of what is not written as a function.
 */
function readable(value: unknown, hidden: string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isDynamicPart(value)) {
    if (!value.$function) hidden.push(value.$dynamic);
    return () => {};
  }
  if (Array.isArray(value)) return value.map((item) => readable(item, hidden));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, readable(part, hidden)]),
  );
}

function hasFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasFunction);
}
