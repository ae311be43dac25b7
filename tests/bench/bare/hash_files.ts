/**
 * Files hashed with SHA-256 on as many cores as there are: each Worker takes the next file, and
 * reads it in pieces of 1 MiB.
 *
 * Usage: `deno run -A tests/bench/bare/hash_files.ts FOLDER`
 */

const files = [...filesIn(Deno.args[0]!)];

async function hashNext(): Promise<void> {
  const worker = new Worker(new URL("./hash_worker.ts", import.meta.url), { type: "module" });
  for (let path = files.pop(); path !== undefined; path = files.pop()) {
    const answer = Promise.withResolvers<string>();
    worker.onmessage = ({ data }) => answer.resolve(data);
    worker.postMessage(path);
    const hex = await answer.promise;
    if (!path.replaceAll("/", "").endsWith(hex)) throw new Error(`${path} is damaged`);
  }
  worker.terminate();
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* filesIn(path);
    else yield path;
  }
}

await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, hashNext));
