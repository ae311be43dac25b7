import { brief } from "../format.ts";

/** Parameters with their values; long ones are cut, and whole under the pointer or the focus. */
export function RunParameters({ params }: { params: Record<string, unknown> }) {
  const entries = Object.entries(params);
  if (entries.length === 0) return null;
  return (
    <div class="wide">
      <dt>Parameters</dt>
      <dd class="params">
        {entries.map(([name, value]) => {
          const text = typeof value === "string" ? value : JSON.stringify(value);
          return (
            <span key={name} class="param" title={text}>
              <span class="dim">{name}</span>
              <code>{brief(text, 48)}</code>
            </span>
          );
        })}
      </dd>
    </div>
  );
}
