/**
 * Files hashed with SHA-256 on as many cores as there are: each Worker takes the next file, and
 * reads it in pieces of 1 MiB.
 *
 * Usage: `deno run -A tests/bench/bare/hash_files.ts FOLDER`
 */

import { createHash } from "node:crypto";

interface Scope {
  onmessage: (event: MessageEvent<string>) => void;
  postMessage(message: string): void;
}

if (import.meta.main) await hashAll(Deno.args[0]!);
else {
  const scope = self as unknown as Scope;
  scope.onmessage = ({ data }) => scope.postMessage(hash(data));
}

function hash(path: string): string {
  using file = Deno.openSync(path);
  const sum = createHash("sha256");
  const piece = new Uint8Array(1 << 20);
  for (let size = file.readSync(piece); size !== null; size = file.readSync(piece)) {
    sum.update(piece.subarray(0, size));
  }
  return sum.digest("hex");
}

async function hashAll(folder: string): Promise<void> {
  const files = [...filesIn(folder)];
  await Promise.all(
    Array.from({ length: navigator.hardwareConcurrency }, async () => {
      const worker = new Worker(import.meta.url, { type: "module" });
      for (let path = files.pop(); path !== undefined; path = files.pop()) {
        const answer = Promise.withResolvers<string>();
        worker.onmessage = ({ data }) => answer.resolve(data);
        worker.postMessage(path);
        const hex = await answer.promise;
        if (!path.replaceAll("/", "").endsWith(hex)) throw new Error(`${path} is damaged`);
      }
      worker.terminate();
    }),
  );
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* filesIn(path);
    else yield path;
  }
}
