/**
 * Runs command lines one after the other in one process, as `flow` would each in its own: reads lists
 * of arguments from stdin, a JSON document a line, and answers with what came of it.
 *
 * @module
 */

import { dispatch } from "../../cli/framework/dispatch.ts";

/** What begins a line that is an answer; all else was printed past what is watched. */
export const ANSWER = "answer ";

if (import.meta.main) {
  const print = Deno.stdout.writeSync.bind(Deno.stdout);
  const encoder = new TextEncoder();
  let printed = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  for (const stream of ["stdout", "stderr"] as const) {
    Deno[stream].writeSync = (bytes: Uint8Array) => {
      printed[stream].push(bytes.slice());
      return bytes.length;
    };
  }
  const textOf = async (pieces: Uint8Array[]) => await new Blob(pieces as BlobPart[]).text();
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      printed = { stdout: [], stderr: [] };
      const code = await dispatch(JSON.parse(line), null);
      const [stdout, stderr] = [await textOf(printed.stdout), await textOf(printed.stderr)];
      const answer = encoder.encode(`${ANSWER}${JSON.stringify({ code, stdout, stderr })}\n`);
      for (let at = 0; at < answer.length;) at += print(answer.subarray(at));
    }
  }
}
