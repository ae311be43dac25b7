import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** A command that is copied by a click. */
export function Command({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" class="command" onClick={copy} title={`${label}: copy`}>
      <code>{text}</code>
      <Icon name={isCopied ? "check" : "copy"} size={14} />
      <span class="unseen" aria-live="polite">{isCopied ? "Copied" : `Copy: ${label}`}</span>
    </button>
  );
}

/** A button that copies a text which stands elsewhere. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" class="copy" onClick={copy}>
      <Icon name={isCopied ? "check" : "copy"} size={14} />
      {isCopied ? "Copied" : label}
      <span class="unseen" role="status">{isCopied ? "Copied" : ""}</span>
    </button>
  );
}
