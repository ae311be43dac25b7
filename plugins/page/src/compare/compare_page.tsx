import { query, setQuery } from "../location.ts";
import { useKeys } from "../keys.ts";
import { useResource } from "../resource.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import { useTitle } from "../ui/title.ts";
import { CompareArtifacts } from "./compare_artifacts.tsx";
import { CompareCode } from "./compare_code.tsx";
import { CompareGraph } from "./compare_graph.tsx";
import { CompareHead } from "./compare_head.tsx";
import { CompareParameters } from "./compare_parameters.tsx";
import { CompareSteps } from "./compare_steps.tsx";
import { loadSide, type Side } from "./load_side.ts";

/** What every part is given. */
export interface Sides {
  a: Side;
  b: Side;
  /** Show only what differs. */
  only: boolean;
}

const RUN = /^[^/]+\/[1-9]\d*$/;

/** Two runs side by side. */
export default function ComparePage() {
  const a = query.value.get("a") ?? "";
  const b = query.value.get("b") ?? "";
  const only = query.value.get("only") === "1";
  useTitle(`${a} and ${b}`);
  useRowKeys("Compare");
  useKeys("Compare", [
    {
      keys: ["d"],
      does: "Only what differs, or all",
      run: () => setQuery({ only: only ? null : "1" }),
    },
    { keys: ["x"], does: "Change sides", run: () => setQuery({ a: b, b: a }) },
  ]);
  const isGiven = RUN.test(a) && RUN.test(b);
  return (
    <article class="page compare">
      <CompareHead a={a} b={b} only={only} />
      {isGiven
        ? <Both key={`${a} ${b}`} a={a} b={b} only={only} />
        : (
          <EmptyState title="Which two runs?">
            <p class="dim">
              Name them above, as <code>Flow/7</code>, or select two in <a href="/">the runs</a>
              {" "}
              and press <kbd>c</kbd>.
            </p>
          </EmptyState>
        )}
    </article>
  );
}

function Both({ a, b, only }: { a: string; b: string; only: boolean }) {
  const first = useResource(() => loadSide(a), [a], { run: a, what: ["run"] });
  const second = useResource(() => loadSide(b), [b], { run: b, what: ["run"] });
  const failed = [first, second].find((one) => one.error.value !== null);
  const sides = { a: first.data.value, b: second.data.value };
  if (sides.a === undefined || sides.b === undefined) {
    return failed === undefined
      ? <Loading what="both runs" rows={12} />
      : <ErrorState error={failed.error.value!} retry={failed.reload} />;
  }
  const given: Sides = { a: sides.a, b: sides.b, only };
  return (
    <>
      <CompareParameters {...given} />
      <CompareSteps {...given} />
      <CompareArtifacts {...given} />
      <CompareGraph {...given} />
      <CompareCode {...given} />
    </>
  );
}
