/**
 * Runs commands of `flow` one after another in one process: a line of JSON on stdin is the words of
 * one, and what it prints is followed by a separator and its exit code. A look asks for each task
 * by itself, and a process for each would take most of the time of the matrix.
 *
 * @module
 */

import { dispatch } from "../../../cli/framework/dispatch.ts";

const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
let rest = "";
for await (const text of lines) {
  const whole = (rest + text).split("\n");
  rest = whole.pop()!;
  for (const line of whole) {
    const code = await dispatch(JSON.parse(line), null);
    Deno.stdout.writeSync(new TextEncoder().encode(`\x1e${code}\n`));
  }
}
