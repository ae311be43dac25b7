/** Bytes of the beginning that {@linkcode sniff} looks at. */
export const SNIFFED = 512;

/** What the first bytes say: a prefix, and perhaps what stands further on. */
const MARKS: readonly [type: string, first: string, at?: number, then?: string][] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
  ["image/webp", "RIFF", 8, "WEBP"],
  ["image/avif", "", 4, "ftypavif"],
  ["image/bmp", "BM", 6, "\0\0\0\0"],
  ["audio/wav", "RIFF", 8, "WAVE"],
  ["audio/mpeg", "ID3"],
  ["audio/mpeg", "\xff\xfb"],
  ["audio/mpeg", "\xff\xf3"],
  ["audio/mpeg", "\xff\xf2"],
  ["audio/ogg", "OggS"],
  ["audio/flac", "fLaC"],
  ["audio/mp4", "", 4, "ftypM4A"],
  ["video/mp4", "", 4, "ftyp"],
  ["video/webm", "\x1a\x45\xdf\xa3"],
  ["application/pdf", "%PDF-"],
  ["application/zip", "PK\x03\x04"],
  ["application/gzip", "\x1f\x8b"],
];

/**
 * The content type that the beginning of some bytes shows; null where it shows none. Text is never
 * told as HTML, whatever it is: nobody is to run it.
 */
export function sniff(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, SNIFFED));
  for (const [type, first, at = 0, then = ""] of MARKS) {
    if (head.startsWith(first) && head.startsWith(then, at) && head !== "") return type;
  }
  const text = head.replace(/^\xef\xbb\xbf/, "").trimStart();
  const isSvg = /^(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i;
  return isSvg.test(text) ? "image/svg+xml" : null;
}

/** Whether a text is a page of HTML. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i.test(
    text.slice(0, 2000),
  );
}

/** The text of bytes that are one, as far as their beginning shows; null of others. */
export function asText(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    // deno-lint-ignore no-control-regex -- what text files do not have
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
