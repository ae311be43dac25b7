import type { RunInfo } from "../../../../core/client/reader.ts";
import { brief } from "../format.ts";
import { parameterText } from "../parameter_text.ts";

/** Parameters with their values; long ones are cut, and whole under the pointer or the focus. */
export function RunParameters({ info: { params, file } }: { info: RunInfo }) {
  const entries = Object.entries(params);
  if (entries.length === 0) return null;
  return (
    <div class="wide">
      <dt>Parameters</dt>
      <dd class="params">
        {entries.map(([name, value]) => {
          const text = parameterText(value, file);
          const whole = typeof value === "string" ? value : text;
          return (
            <span key={name} class="param" title={whole}>
              <span class="dim">{name}</span>
              <code>{brief(text, 48)}</code>
            </span>
          );
        })}
      </dd>
    </div>
  );
}
