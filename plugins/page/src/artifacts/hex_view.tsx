interface HexViewProps {
  /** The content type that its beginning shows. */
  type: string | null;
  /** In base64. */
  head: string;
}

const WIDTH = 16;

/** The first bytes of what cannot be shown otherwise. */
export function HexView({ type, head }: HexViewProps) {
  const bytes = Uint8Array.from(atob(head), (char) => char.charCodeAt(0));
  const lines = Array.from({ length: Math.ceil(bytes.length / WIDTH) }, (_, at) => {
    const part = [...bytes.subarray(at * WIDTH, (at + 1) * WIDTH)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = part.map((byte) => byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·");
    return `${(at * WIDTH).toString(16).padStart(4, "0")}  ${hex.padEnd(3 * WIDTH - 1)}  ${
      text.join("")
    }`;
  });
  return (
    <div>
      <p class="preview-bar dim">
        {type === null ? "Bytes of no known form" : type}; the first {bytes.length} of them
      </p>
      <pre class="paper hex" tabIndex={0}>{lines.join("\n")}</pre>
    </div>
  );
}
