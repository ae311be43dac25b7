import { api, ask } from "../api.ts";
import { bytes, count, counted } from "../format.ts";
import { query, setQuery } from "../location.ts";
import { useResource } from "../resource.ts";
import { useRowKeys } from "../ui/row_keys.ts";
import { SortHead, sortRows } from "../ui/sort_head.tsx";
import { Command } from "../ui/copy.tsx";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import { useTitle } from "../ui/title.ts";
import { Largest } from "./largest.tsx";
import { Savings } from "./savings.tsx";

async function load() {
  return await ask(api.store.$get({ query: { largest: "50" } }));
}

/** All that the API tells of the store. */
export type StoreStats = Awaited<ReturnType<typeof load>>;

/** How much the store holds, what of it is kept once, and what is largest. */
export default function StorePage() {
  useTitle("Store");
  useRowKeys("Store");
  const stats = useResource(load, [], { what: ["run"] });
  const data = stats.data.value;
  if (data === undefined) {
    const error = stats.error.value;
    return error === null
      ? <Loading what="the store" rows={12} />
      : <ErrorState error={error} retry={stats.reload} />;
  }
  return (
    <article class="page store">
      <header class="page-head">
        <h1>Store</h1>
        <Command label="the store's folder" text={data.store} />
      </header>
      {data.flows.length === 0
        ? (
          <EmptyState title="The store is empty">
            <p class="dim">A run of any flow fills it:</p>
            <Command label="run the example" text="deno task demo" />
          </EmptyState>
        )
        : (
          <>
            <Savings stats={data} />
            <Flows flows={data.flows} />
            <Largest objects={data.largest} />
            <footer class="dim store-more">
              <p>
                Database {bytes(data.database.bytes)}, of which {bytes(data.database.free)} is free;
                {" "}
                {bytes(data.database.wal)} waiting to be written into it. Code of runs laid out{" "}
                {bytes(data.code)}; temporary files {bytes(data.temporary)}.
              </p>
              <Command label="remove what nothing uses" text="flow store gc" />
              <Command label="check every object" text="flow store verify" />
            </footer>
          </>
        )}
    </article>
  );
}

type FlowSize = StoreStats["flows"][number];

function Flows({ flows }: { flows: readonly FlowSize[] }) {
  const by = query.value.get("sort") ?? "-distinct";
  const onSort = (by: string) => setQuery({ sort: by === "-distinct" ? null : by });
  const rows = sortRows(flows, by, (row, name) => row[name as keyof FlowSize]);
  const most = Math.max(1, ...flows.map((one) => one.bytes));
  return (
    <section aria-labelledby="flows-title">
      <h2 id="flows-title">Flows</h2>
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              <SortHead name="flow" title="Flow" by={by} onSort={onSort} />
              <SortHead name="runs" title="Runs" by={by} onSort={onSort} num />
              <SortHead name="tasks" title="Tasks" by={by} onSort={onSort} num />
              <SortHead name="values" title="Values" by={by} onSort={onSort} num />
              <SortHead name="bytes" title="Left by tasks" by={by} onSort={onSort} num />
              <SortHead name="distinct" title="Without repeats" by={by} onSort={onSort} num />
              <th scope="col" class="wide-only">Of that, kept once</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.flow} data-row={one.flow}>
                <td class="name">
                  <a data-open href={`/?${new URLSearchParams({ flow: one.flow })}`}>{one.flow}</a>
                </td>
                <td class="num">{count(one.runs)}</td>
                <td class="num">{count(one.tasks)}</td>
                <td class="num">{count(one.values)}</td>
                <td class="num">{bytes(one.bytes)}</td>
                <td class="num">{bytes(one.distinct)}</td>
                <td class="wide-only">
                  <span
                    class="size-bar"
                    title={`${bytes(one.distinct)} of ${bytes(one.bytes)} in ${
                      counted(one.values, "value")
                    }`}
                  >
                    <i class="rest" style={{ width: `${100 * one.bytes / most}%` }} />
                    <i style={{ width: `${100 * one.distinct / most}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
