import { useSignal } from "@preact/signals";
import { count } from "../format.ts";

interface TextViewProps {
  text: string;
  /** null where only its beginning is known. */
  length: number | null;
  cut: boolean;
}

/** A text as it is. */
export function TextView({ text, length, cut }: TextViewProps) {
  const isWrapped = useSignal(true);
  return (
    <div class="preview-text">
      <p class="preview-bar">
        <span class="dim">
          {cut
            ? `The first ${count(text.length)} characters${
              length === null ? "" : ` of ${count(length)}`
            }; the download has all`
            : `${count(text.length)} characters`}
        </span>
        <label>
          <input
            type="checkbox"
            checked={isWrapped.value}
            onChange={(event) => (isWrapped.value = event.currentTarget.checked)}
          />{" "}
          Wrap lines
        </label>
      </p>
      <pre class={isWrapped.value ? "paper wrapped" : "paper"} tabIndex={0}>{text}</pre>
    </div>
  );
}
