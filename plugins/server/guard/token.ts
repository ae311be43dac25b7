/** Makes a token: 256 bits, as text that needs no escaping anywhere. */
export function makeToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/** Whether two tokens are equal, in a time that does not tell where they differ. */
export function sameToken(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => new TextEncoder().encode(text));
  let difference = a!.length ^ b!.length;
  for (let at = 0; at < b!.length; at++) difference |= (a![at] ?? 0) ^ b![at]!;
  return difference === 0;
}
