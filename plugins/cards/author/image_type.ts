/** What the first bytes of pictures are; `?` stands for any. */
const SIGNATURES: readonly [type: string, signature: RegExp][] = [
  ["image/png", /^\x89PNG\r\n.\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["image/avif", /^[^]{4}ftypavi[fs]/],
  ["image/svg+xml", /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<svg[\s>]/],
];

/** The media type of a picture by its first bytes, null where they are of none. */
export function imageType(bytes: Uint8Array): string | null {
  const beginning = String.fromCharCode(...bytes.subarray(0, 512));
  return SIGNATURES.find(([, signature]) => signature.test(beginning))?.[0] ?? null;
}
