/**
 * Starts `flow serve`, asks it for its flows, and interrupts it. It runs where no other program can
 * ask: by the Deno of the executable.
 *
 * @module
 */

const child = new Deno.Command(Deno.args[0]!, {
  args: ["serve", "--port", "0", "--json"],
  stdin: "null",
  stdout: "piped",
}).spawn();
const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
let line = "";
while (!line.includes("\n")) line += (await reader.read()).value ?? "\n";
const { url } = JSON.parse(line);
const flows = await (await fetch(`${url}/api/flows`)).json();
child.kill("SIGINT");
await reader.cancel();
console.log(JSON.stringify({ flows, code: (await child.status).code }));
