import type { KeptRef } from "../protocol/messages.ts";
import { hasStaged, isLost, readKept, writeObject } from "./results.ts";
import type { RunContext } from "./run_context.ts";
import type { StepPlan } from "./step_plan.ts";

/** Keeps what a card of an attempt shows from now on. */
export function keepCard(
  context: RunContext,
  plan: StepPlan,
  { task, attempt, ref }: { task: number; attempt: number; ref: KeptRef },
  payload: Uint8Array<ArrayBuffer>,
): void {
  const kept = readKept([ref], payload);
  const [card] = kept;
  const cards = plan.policy.cards ?? [];
  const position = cards.findIndex(({ id }) => id === ref.name);
  if (position < 0 || isLost(context, card!)) return;
  const row = { task, attempt, ...cards[position]!, position, time: Date.now() };
  context.committer.add((writer) => {
    writeObject(context, writer, card!);
    writer.card(row, card!.ref);
  });
  if (hasStaged(kept)) context.committer.flush();
}
