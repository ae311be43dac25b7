import { useState } from "preact/hooks";

/** The first signs of a digest; a click copies the whole. */
export function Digest({ digest }: { digest: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(digest);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const short = digest.slice(digest.indexOf(":") + 1, digest.indexOf(":") + 11);
  return (
    <button type="button" class="digest" title={`${digest}: copy`} onClick={copy}>
      <code>{isCopied ? "copied".padEnd(10) : short}</code>
      <span class="unseen" role="status">{isCopied ? "Copied" : ""}</span>
    </button>
  );
}
