import { brief } from "../format.ts";
import type { Sides } from "./compare_page.tsx";
import { countDifferent, pairUp } from "./pairs.ts";
import { Section } from "./section.tsx";

/** Parameters of both. */
export function CompareParameters({ a, b, only }: Sides) {
  const pairs = pairUp(
    Object.entries(a.info.params),
    Object.entries(b.info.params),
    ([name]) => name,
    ([, a], [, b]) => JSON.stringify(a) === JSON.stringify(b),
  );
  return (
    <Section
      id="parameters"
      title="Parameters"
      one="parameter"
      different={countDifferent(pairs)}
      total={pairs.length}
      only={only}
    >
      <div class="scroll-x">
        <table class="list two">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
            </tr>
          </thead>
          <tbody>
            {pairs.filter(({ isSame }) => !only || !isSame).map(({ name, a, b, isSame }) => (
              <tr key={name} class={isSame ? undefined : "unlike"}>
                <td class="name">{name}</td>
                <Value given={a} />
                <Value given={b} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Value({ given }: { given: [string, unknown] | undefined }) {
  if (given === undefined) return <td class="dim">none</td>;
  const [, value] = given;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return (
    <td title={text}>
      <code>{brief(text, 120)}</code>
    </td>
  );
}
