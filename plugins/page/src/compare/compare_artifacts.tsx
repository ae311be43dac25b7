import { useSignal } from "@preact/signals";
import { artifactUrl } from "../artifacts/artifact_path.ts";
import { bytes } from "../format.ts";
import { hrefTo, runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import type { Sides } from "./compare_page.tsx";
import { DiffView } from "./diff_view.tsx";
import type { Kept, Side } from "./load_side.ts";
import { countDifferent, type Pair, pairUp } from "./pairs.ts";
import { Sameness, Section } from "./section.tsx";

/** Bytes of a value up to which it is compared line by line. */
const SMALL = 64 * 1024;

/** Values of steps with one task, by digest; small ones also by what they hold. */
export function CompareArtifacts({ a, b, only }: Sides) {
  const pairs = pairUp(
    a.kept,
    b.kept,
    ({ step, info }) => JSON.stringify([step, info.name]),
    (a, b) => a.info.digest === b.info.digest && a.info.kind === b.info.kind,
  );
  return (
    <Section
      id="artifacts"
      title="Artifacts"
      one="value"
      different={countDifferent(pairs)}
      total={pairs.length}
      only={only}
    >
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Set by</th>
              <th scope="col">Name</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">Same</th>
              <th scope="col">Values</th>
            </tr>
          </thead>
          {pairs.filter(({ isSame }) => !only || !isSame).map((pair) => (
            <Row key={pair.name} pair={pair} a={a} b={b} />
          ))}
        </table>
      </div>
      <p class="dim note">Of steps with one task, and of the whole run.</p>
    </Section>
  );
}

function Row({ pair, a, b }: { pair: Pair<Kept>; a: Side; b: Side }) {
  const isOpen = useSignal(false);
  const { step, info } = (pair.a ?? pair.b)!;
  const canDiff = [pair.a, pair.b].every((one) =>
    one !== undefined && ["json", "ext", "text"].includes(one.info.kind) && one.info.size <= SMALL
  );
  return (
    <tbody>
      <tr data-row={pair.name} class={pair.isSame ? undefined : "unlike"}>
        <td>{step || <span class="dim">whole run</span>}</td>
        <td class="name">
          <code>{info.name}</code>
        </td>
        <Place kept={pair.a} run={a.info.run} />
        <Place kept={pair.b} run={b.info.run} />
        <td>
          <Sameness pair={pair} />
        </td>
        <td>
          {!pair.isSame && canDiff && (
            <button
              type="button"
              class="small"
              aria-expanded={isOpen.value}
              aria-label={`Differences of ${info.name}`}
              onClick={() => (isOpen.value = !isOpen.value)}
            >
              {isOpen.value ? "Hide" : "Show"}
            </button>
          )}
        </td>
      </tr>
      {isOpen.value && (
        <tr class="detail">
          <td colSpan={6}>
            <ValueDiff
              a={artifactUrl({ run: a.info.run, task: pair.a!.task, name: info.name }, "bytes")}
              b={artifactUrl({ run: b.info.run, task: pair.b!.task, name: info.name }, "bytes")}
            />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Place({ kept, run }: { kept: Kept | undefined; run: string }) {
  if (kept === undefined) return <td class="dim">none</td>;
  const { task, info: { name, kind, size } } = kept;
  const query: Record<string, string> = task === 0 ? { name } : { task: String(task), name };
  return (
    <td>
      <a data-open href={hrefTo(runHref(run, "artifacts"), query)}>
        <span class="link">{bytes(size)}</span> <span class="dim">{kind}</span>
      </a>
    </td>
  );
}

function ValueDiff({ a, b }: { a: string; b: string }) {
  const texts = useResource(() => Promise.all([linesOf(a), linesOf(b)]), [a, b]);
  const data = texts.data.value;
  if (data === undefined) {
    const error = texts.error.value;
    return error === null ? <Loading what="both values" rows={3} /> : <ErrorState error={error} />;
  }
  return <DiffView a={data[0]} b={data[1]} path="value.json" />;
}

/** JSON with a line for each member; text as it is. */
async function linesOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The server answers with ${answer.status}`);
  const text = await answer.text();
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
