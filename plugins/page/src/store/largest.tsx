import { bytes } from "../format.ts";
import { query, runHref, setQuery } from "../location.ts";
import { Digest } from "../ui/digest.tsx";
import { Uses } from "../ui/uses.tsx";
import type { StoreStats } from "./store_page.tsx";

type LargeObject = StoreStats["largest"][number];

/** The largest objects; each opens to tell who uses it. */
export function Largest({ objects }: { objects: readonly LargeObject[] }) {
  const open = query.value.get("object");
  if (objects.length === 0) return null;
  return (
    <section aria-labelledby="largest-title">
      <h2 id="largest-title">Largest objects</h2>
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">First left by</th>
              <th scope="col">What</th>
              <th scope="col" class="num">Size</th>
              <th scope="col" class="num">On the disk</th>
              <th scope="col">Digest</th>
              <th scope="col">Used by</th>
            </tr>
          </thead>
          {objects.map((object) => (
            <Row key={object.digest} object={object} isOpen={object.digest === open} />
          ))}
        </table>
      </div>
    </section>
  );
}

function Row({ object, isOpen }: { object: LargeObject; isOpen: boolean }) {
  const { digest, size, stored, owner } = object;
  return (
    <tbody>
      <tr data-row={digest} class={isOpen ? "chosen" : undefined}>
        <td class="name">
          {owner === null ? <span class="dim">nothing any more</span> : <Owner owner={owner} />}
        </td>
        <td>
          {owner?.name === undefined
            ? <span class="dim">{owner?.as ?? ""}</span>
            : <code>{owner.name}</code>}
        </td>
        <td class="num">{bytes(size)}</td>
        <td class="num">
          {bytes(stored)}
        </td>
        <td>
          <Digest digest={digest} />
        </td>
        <td>
          <button
            type="button"
            class="small"
            data-open
            aria-expanded={isOpen}
            onClick={() => setQuery({ object: isOpen ? null : digest })}
          >
            {isOpen ? "Hide" : "Show"}
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr class="detail">
          <td colSpan={6}>
            {owner?.as === "graph" || owner?.as === "code"
              ? <p class="dim">Runs keep it as their {owner.as}, not as a value.</p>
              : <Uses digest={digest} />}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Owner(
  { owner: { as, run, step, task, name } }: { owner: NonNullable<LargeObject["owner"]> },
) {
  const query = name === undefined ? "" : `?${new URLSearchParams({ name })}`;
  const href = as === "code"
    ? runHref(run, "code")
    : as === "graph"
    ? runHref(run, "graph")
    : task
    ? `${runHref(run, "tasks", task, "artifacts")}${query}`
    : `${runHref(run, "artifacts")}${query}`;
  return (
    <a href={href}>
      {run}
      {step !== undefined && <span class="dim">/{step}{task ? `/${task}` : ""}</span>}
    </a>
  );
}
