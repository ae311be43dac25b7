import type { Step } from "../../../../core/graph/graph.ts";
import type { Sides } from "./compare_page.tsx";
import { countDifferent, pairUp } from "./pairs.ts";
import { Sameness, Section } from "./section.tsx";

/** Steps of both graphs: where they lead, and what decorates them. */
export function CompareGraph({ a, b, only }: Sides) {
  const pairs = pairUp(
    a.graph.steps,
    b.graph.steps,
    ({ name }) => name,
    (a, b) => textOf(a) === textOf(b),
  );
  return (
    <Section
      id="graph"
      title="Graph"
      one="step"
      different={countDifferent(pairs)}
      total={pairs.length}
      only={only}
    >
      <div class="scroll-x">
        <table class="list two">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">Same</th>
            </tr>
          </thead>
          <tbody>
            {pairs.filter(({ isSame }) => !only || !isSame).map((pair) => (
              <tr key={pair.name} class={pair.isSame ? undefined : "unlike"}>
                <td class="name">{pair.name}</td>
                <td>
                  <code>{pair.a && textOf(pair.a)}</code>
                </td>
                <td>
                  <code>{pair.b && textOf(pair.b)}</code>
                </td>
                <td>
                  <Sameness pair={pair} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** A step's place in the graph on a line. */
function textOf({ decorators, transition, join }: Step): string {
  const decorated = decorators.map(({ name, args }) =>
    `@${name}${
      args.length === 0
        ? ""
        : `(${
          args.map((arg) => arg.kind === "literal" ? JSON.stringify(arg.value) : arg.source).join()
        })`
    } `
  );
  return `${decorated.join("")}${join ? "join " : ""}${whereTo(transition)}`;
}

function whereTo(transition: Step["transition"]): string {
  switch (transition.kind) {
    case "end":
      return "is the end";
    case "linear":
      return `→ ${transition.target}`;
    case "branch":
      return `→ ${transition.targets.join(" + ")}`;
    case "foreach":
      return `→ ${transition.target} for each of ${transition.items}`;
    case "switch":
      return `→ ${transition.cases.map(({ key, target }) => `${key}: ${target}`).join(" | ")}`;
    case "invalid":
      return transition.reason;
  }
}
