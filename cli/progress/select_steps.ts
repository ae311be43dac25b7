import type { StepProgress } from "./model.ts";

/** Whether something of the step runs or waits to be tried again. */
export function isActive(step: StepProgress): boolean {
  return step.running > 0 || step.waiting > 0;
}

/** Whether all tasks of the step that are expected have ended well. */
export function isDone(step: StepProgress, expected: number): boolean {
  return step.begun > 0 && step.succeeded + step.caught >= expected;
}

/**
 * The steps that are shown where not all fit: a stretch of neighbours that holds as many as it can
 * of those that are active or have failed, the first of them near its top.
 *
 * @param room The rows there are; those for the numbers of steps left out are counted in.
 */
export function selectSteps(
  steps: readonly StepProgress[],
  room: number,
): { shown: StepProgress[]; before: number; after: number } {
  if (steps.length <= room) return { shown: [...steps], before: 0, after: 0 };
  const size = Math.max(1, room - 2);
  const weights = steps.map((step) => isActive(step) ? 3 : step.failed > 0 ? 2 : 0);
  let weight = 0;
  let heaviest = -1;
  let start = 0;
  for (let end = 0; end < steps.length; end++) {
    weight += weights[end]!;
    if (end >= size) weight -= weights[end - size]!;
    if (end >= size - 1 && weight > heaviest) {
      heaviest = weight;
      start = end - size + 1;
    }
  }
  if (heaviest === 0) start = lastBegun(steps) - Math.floor(size / 2);
  else start = centred(weights, start, size);
  start = Math.max(0, Math.min(start, steps.length - size));
  return {
    shown: steps.slice(start, start + size),
    before: start,
    after: steps.length - size - start,
  };
}

/** The stretch moved so that what matters in it stands in its middle. */
function centred(weights: readonly number[], start: number, size: number): number {
  let first = start + size;
  let last = start;
  for (let i = start; i < start + size; i++) {
    if (weights[i] === 0) continue;
    first = Math.min(first, i);
    last = i;
  }
  return start + Math.floor((first - start - (start + size - 1 - last)) / 2);
}

function lastBegun(steps: readonly StepProgress[]): number {
  for (let i = steps.length - 1; i > 0; i--) if (steps[i]!.begun > 0) return i;
  return 0;
}
