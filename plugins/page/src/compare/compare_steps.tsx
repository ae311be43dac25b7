import type { StepInfo } from "../../../../core/client/reader.ts";
import { count, duration } from "../format.ts";
import { StatusWord, TASK_STATES } from "../ui/status.tsx";
import type { Sides } from "./compare_page.tsx";
import { countDifferent, type Pair, pairUp } from "./pairs.ts";
import { Section } from "./section.tsx";

/** How much longer than the other a step may take and still count as equally long. */
const ALIKE = 1.25;
/** Milliseconds that do not count. */
const NOISE = 50;

/** How long steps took, and how many tasks they had. */
export function CompareSteps({ a, b, only }: Sides) {
  const pairs = pairUp(a.steps, b.steps, ({ step }) => step, isAlike);
  const longest = Math.max(1, ...[...a.steps, ...b.steps].map(lengthOf));
  return (
    <Section
      id="steps"
      title="Durations"
      one="step"
      different={countDifferent(pairs)}
      total={pairs.length}
      only={only}
    >
      <div class="scroll-x">
        <table class="list durations">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col" class="num">Tasks in A</th>
              <th scope="col" class="num">in B</th>
              <th scope="col">From its first task to its last</th>
              <th scope="col" class="num">A</th>
              <th scope="col" class="num">B</th>
              <th scope="col" class="num">B to A</th>
            </tr>
          </thead>
          <tbody>
            {pairs.filter(({ isSame }) => !only || !isSame).map((pair) => (
              <Row key={pair.name} pair={pair} longest={longest} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Row({ pair: { name, a, b, isSame }, longest }: { pair: Pair<StepInfo>; longest: number }) {
  const [left, right] = [a && lengthOf(a), b && lengthOf(b)];
  return (
    <tr class={isSame ? undefined : "unlike"}>
      <td class="name">{name}</td>
      <Tasks step={a} />
      <Tasks step={b} />
      <td>
        <span class="pair-bars" aria-hidden="true">
          <i class="a" style={{ width: `${100 * (left ?? 0) / longest}%` }} />
          <i class="b" style={{ width: `${100 * (right ?? 0) / longest}%` }} />
        </span>
      </td>
      <td class="num">{left === undefined ? "" : duration(left)}</td>
      <td class="num">{right === undefined ? "" : duration(right)}</td>
      <td class="num">
        {left === undefined || right === undefined ? "" : `× ${ratio(right, left)}`}
      </td>
    </tr>
  );
}

function Tasks({ step }: { step: StepInfo | undefined }) {
  if (step === undefined) return <td class="num dim">not reached</td>;
  const bad = TASK_STATES.filter((state) => state !== "succeeded" && step.tasks[state] > 0);
  return (
    <td class="num">
      {bad.map((state) => <StatusWord key={state} status={state} compact />)} {count(totalOf(step))}
    </td>
  );
}

function isAlike(a: StepInfo, b: StepInfo): boolean {
  const [short, long] = [lengthOf(a), lengthOf(b)].sort((a, b) => a - b) as [number, number];
  const sameTime = long - short < NOISE || long <= short * ALIKE;
  return sameTime && TASK_STATES.every((state) => a.tasks[state] === b.tasks[state]);
}

function totalOf({ tasks }: StepInfo): number {
  return Object.values(tasks).reduce((sum, one) => sum + one, 0);
}

function lengthOf({ started, finished }: StepInfo): number {
  return started === null || finished === null ? 0 : Math.max(0, finished - started);
}

function ratio(b: number, a: number): string {
  return a === 0 ? "–" : (b / a).toFixed(2);
}
