import { bytes, count } from "../format.ts";
import type { StoreStats } from "./store_page.tsx";

/** What the values would take if each was kept as it is, and what becomes of that. */
export function Savings({ stats: { objects, saved } }: { stats: StoreStats }) {
  const whole = objects.bytes + saved;
  const compressed = Math.max(0, objects.bytes - objects.stored);
  const parts = [
    { name: "On the disk", value: objects.stored, kind: "kept" },
    { name: "Saved by compression", value: compressed, kind: "compressed" },
    { name: "Saved by keeping equal content once", value: saved, kind: "shared" },
  ];
  return (
    <section class="savings" aria-label="What the store saves">
      <dl class="tiles">
        <Tile name="Content that was kept" value={bytes(whole)}>
          in {count(objects.count)} different objects
        </Tile>
        <Tile name="It takes" value={bytes(objects.stored)}>
          {count(objects.files)} as files, the others in the database
        </Tile>
        <Tile name="Deduplication saves" value={bytes(saved)}>
          {whole === 0 ? "nothing yet" : `${percent(saved, whole)} of all content`}
        </Tile>
        <Tile name="Compression saves" value={bytes(compressed)}>
          {objects.bytes === 0
            ? "nothing yet"
            : `${percent(compressed, objects.bytes)} of the rest`}
        </Tile>
      </dl>
      <div class="share" aria-hidden="true">
        {parts.filter(({ value }) => value > 0).map(({ name, value, kind }) => (
          <i
            key={kind}
            class={kind}
            title={`${name}: ${bytes(value)}`}
            style={{ flexGrow: value }}
          />
        ))}
      </div>
      <ul class="savings-legend">
        {parts.map(({ name, value, kind }) => (
          <li key={kind}>
            <i class={kind} aria-hidden="true" /> {name} <span class="dim">{bytes(value)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tile({ name, value, children }: { name: string; value: string; children: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span class="dim">{children as string}</span>
      </dd>
    </div>
  );
}

function percent(part: number, whole: number): string {
  return `${(100 * part / whole).toFixed(part / whole < 0.1 ? 1 : 0)} %`;
}
