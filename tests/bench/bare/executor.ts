/** A process of the bare loop: passes each number on its stdin to its Worker, and the answer back. */

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const encoder = new TextEncoder();
worker.onmessage = ({ data }) => {
  Deno.stdout.writeSync(encoder.encode(`${data[0]} ${data[1]}\n`));
};
let rest = "";
for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + text).split("\n");
  rest = lines.pop()!;
  for (const line of lines) worker.postMessage(Number(line));
}
