import { useSignal } from "@preact/signals";
import { api, ask, runParam } from "../api.ts";
import { bytes, counted } from "../format.ts";
import { useResource } from "../resource.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import type { Sides } from "./compare_page.tsx";
import { DiffView } from "./diff_view.tsx";
import type { Side } from "./load_side.ts";
import { countDifferent, type Pair, pairUp } from "./pairs.ts";
import { Sameness, Section } from "./section.tsx";

/** Changed files that are open at first. */
const OPEN = 3;

type File = Side["files"][number];

/** Files of both code packages; those that differ, line by line. */
export function CompareCode({ a, b, only }: Sides) {
  const pairs = pairUp(a.files, b.files, ({ path }) => path, (a, b) => a.digest === b.digest);
  const changed = pairs.filter(({ isSame }) => !isSame);
  const same = pairs.length - changed.length;
  return (
    <Section
      id="code"
      title="Code"
      one="file"
      different={countDifferent(pairs)}
      total={pairs.length}
      only={only}
    >
      {changed.map((pair, at) => (
        <ChangedFile key={pair.name} pair={pair} a={a} b={b} isOpen={at < OPEN} />
      ))}
      {!only && same > 0 && (
        <p class="dim same-files">
          {counted(same, "file")} the same: {pairs.filter(({ isSame }) => isSame).slice(0, 20)
            .map(({ name }) => name).join(", ")}
        </p>
      )}
    </Section>
  );
}

interface ChangedFileProps {
  pair: Pair<File>;
  a: Side;
  b: Side;
  isOpen: boolean;
}

function ChangedFile({ pair, a, b, isOpen }: ChangedFileProps) {
  const open = useSignal(isOpen);
  return (
    <details
      class="changed"
      open={open.value}
      onToggle={(event) => (open.value = event.currentTarget.open)}
    >
      <summary>
        <code>{pair.name}</code> <Sameness pair={pair} />
      </summary>
      {open.value && (
        <FileDiff
          path={pair.name}
          a={pair.a && a.info.run}
          b={pair.b && b.info.run}
          size={Math.max(pair.a?.size ?? 0, pair.b?.size ?? 0)}
        />
      )}
    </details>
  );
}

interface FileDiffProps {
  path: string;
  /** Runs; undefined where it has no such file. */
  a: string | undefined;
  b: string | undefined;
  size: number;
}

function FileDiff({ path, a, b, size }: FileDiffProps) {
  const texts = useResource(() => Promise.all([textOf(a, path), textOf(b, path)]), [a, b, path]);
  const data = texts.data.value;
  if (data === undefined) {
    const error = texts.error.value;
    return error === null ? <Loading what="the file" /> : <ErrorState error={error} />;
  }
  const [left, right] = data;
  if (left === null || right === null) return <p class="dim">It is no text: {bytes(size)}.</p>;
  return <DiffView a={left} b={right} path={path} />;
}

async function textOf(run: string | undefined, path: string): Promise<string | null> {
  if (run === undefined) return "";
  const file = await ask(
    api.runs[":flow"][":run"].code.file.$get({ param: runParam(run), query: { path } }),
  );
  return file.text;
}
