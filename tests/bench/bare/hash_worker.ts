/** A Worker that hashes the files whose paths it gets. */

import { createHash } from "node:crypto";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<string>) => void;
  postMessage(message: string): void;
};
const piece = new Uint8Array(1 << 20);

scope.onmessage = ({ data }) => {
  using file = Deno.openSync(data);
  const hash = createHash("sha256");
  for (let size = file.readSync(piece); size !== null; size = file.readSync(piece)) {
    hash.update(piece.subarray(0, size));
  }
  scope.postMessage(hash.digest("hex"));
};
