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
    const options = readOptions(decorator);
    if ("unreadable" in options) {
      asked.problems.push({
        decorator,
        message: `@${decorator.name}: "${options.unreadable}" cannot be read from the source`,
        hint: "Write a literal, or the name of a constant: the scheduler obeys decorators " +
          "without running the flow's code.",
      });
      continue;
    }
    try {
      const policy = definition.policy(options.value) as StepPolicy;
      asked.policies.push({ decorator, policy: policy ?? {} });
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      const { message, hint = "Correct the options." } = error;
      asked.problems.push({ decorator, message, hint });
    }
  }
  return asked;
}

/** The options as the decorator gets them: functions as functions, though they cannot be called. */
function readOptions({ args }: Decorator): { value: unknown } | { unreadable: string } {
  const [first] = args;
  if (first === undefined) return { value: {} };
  if (first.kind === "dynamic") return { unreadable: first.source };
  const unreadable: string[] = [];
  const value = readable(first.value, unreadable);
  return unreadable.length > 0 ? { unreadable: unreadable[0]! } : { value };
}

function readable(value: unknown, unreadable: string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isDynamicPart(value)) {
    if (!value.$function) unreadable.push(value.$dynamic);
    return () => {};
  }
  if (Array.isArray(value)) return value.map((item) => readable(item, unreadable));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, readable(part, unreadable)]),
  );
}
