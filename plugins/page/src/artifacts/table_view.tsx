import { useSignal } from "@preact/signals";
import { count, counted } from "../format.ts";
import { useResource } from "../resource.ts";
import { SortHead } from "../ui/sort_head.tsx";
import type { Place } from "./artifact_path.ts";
import { ColumnFacts } from "./column_facts.tsx";
import { describe, lineOf } from "./json_node.ts";
import { type ContentOf, loadPreview, ROWS, type Rows } from "./load_preview.ts";

/** Rows and columns; the server sorts them. */
export function TableView({ table, place }: { table: ContentOf<"table">; place: Place }) {
  const rows = useSignal<Rows>({ from: 0, sort: null, order: "asc" });
  const { from, sort, order } = rows.value;
  const isFirst = from === 0 && sort === null;
  const page = useResource(
    async () => isFirst ? null : (await loadPreview(place, rows.peek())).content,
    [from, sort, order],
  );
  // What is there stays until the new is.
  const shown = useSignal(table);
  const loaded = page.data.value;
  if (isFirst) shown.value = table;
  else if (loaded?.kind === "table") shown.value = loaded;
  const { columns, total } = table;
  const end = Math.min(total, shown.value.from + shown.value.rows.length);
  // Names of columns are the flow's own, and may begin with the sign that tells the order.
  const by = sort === null
    ? ""
    : `${order === "desc" ? "-" : ""}${columns.findIndex(({ name }) => name === sort)}`;
  const onSort = (by: string) => {
    const isDown = by.startsWith("-");
    const column = columns[Number(isDown ? by.slice(1) : by)]!;
    rows.value = { from: 0, sort: column.name, order: isDown ? "desc" : "asc" };
  };
  const turn = (to: number) => (rows.value = { ...rows.value, from: to });
  return (
    <div class="preview-table">
      <div class="preview-bar">
        <span class="dim" role="status">
          {counted(total, "row")}, {counted(columns.length, "column")}
          {page.error.value && `: ${page.error.value.message}`}
        </span>
        {total > ROWS && (
          <span class="pager">
            <button
              type="button"
              class="small"
              disabled={from === 0}
              onClick={() => turn(from - ROWS)}
            >
              Before
            </button>
            <span>
              {count(shown.value.from + 1)}–{count(end)}
            </span>
            <button
              type="button"
              class="small"
              disabled={from + ROWS >= total}
              onClick={() => turn(from + ROWS)}
            >
              Next
            </button>
          </span>
        )}
      </div>
      <div class="paper sheet" tabIndex={0} role="region" aria-label="Rows">
        <table>
          <thead>
            <tr>
              <th scope="col" class="num row-number">#</th>
              {columns.map(({ name, type }, at) => (
                <SortHead
                  key={name}
                  name={String(at)}
                  title={name}
                  by={by}
                  onSort={onSort}
                  num={type === "number"}
                />
              ))}
            </tr>
            <tr class="column-facts">
              <td />
              {columns.map((column) => (
                <td key={column.name}>
                  <ColumnFacts column={column} total={total} />
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.value.rows.map((row, at) => (
              <tr key={at}>
                <td class="num row-number">{count(shown.value.from + at + 1)}</td>
                {row.map((cell, at) => <Cell key={at} value={cell} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Cell({ value }: { value: unknown }) {
  const { type } = describe(value);
  const text = typeof value === "string" ? value : lineOf(value);
  return (
    <td
      class={`value ${type}${type === "number" ? " num" : ""}`}
      title={text.length > 40 ? text : undefined}
    >
      {type === "null" ? "" : text}
    </td>
  );
}
